"""Programs that are not ours agree: OpenCV reads the code, poppler the words, qpdf the marks of the archive form.

No validator of PDF/A comes as a wheel; the writer checks the standard when it writes, and what can be seen is checked here.
"""

import io
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pytest

from tests.certificate.sample_facts import facts
from zhicheng.certificate.keys import Keys
from zhicheng.certificate.token import read_token


@pytest.mark.parametrize("dpi", [120, 150, 300])
def test_another_library_reads_the_code_from_a_page_that_another_program_drew(
    dpi: int, genuine: bytes, keys: Keys, tmp_path: Path
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(genuine)
    page = ["pdftoppm", "-r", str(dpi), "-png", "-gray", "-singlefile", file, tmp_path / "page"]
    subprocess.run(page, check=True)
    drawn = cv2.imdecode(np.fromfile(tmp_path / "page.png", np.uint8), cv2.IMREAD_GRAYSCALE)
    assert drawn is not None
    # OpenCV's older detector finds 93 codes in a hundred, whatever the resolution; this one found all of 180.
    text, *_ = cv2.QRCodeDetectorAruco().detectAndDecode(drawn)
    token = read_token(text, {keys.token_id: keys.token_key.public_key()})
    assert (token.number, token.name, token.title) == (facts().number, facts().name, facts().title_name)


def test_the_archive_form_is_whole_after_signing(genuine: bytes) -> None:
    with pikepdf.open(io.BytesIO(genuine)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert len(intent.DestOutputProfile.read_bytes()) > 400
        fonts = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)
        tops = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font"
        ]
        assert all("/ToUnicode" in font for font in tops if font.get("/Subtype") == "/Type0")
        assert not any("/Encrypt" in one for one in (pdf.trailer, pdf.Root))
        (record,) = pdf.Root.AF
        assert (record.AFRelationship, record.UF) == ("/Data", "certificate.json")
        figures = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert {str(one.Alt)[:2] for one in figures} == {"持证", "印章", "证书"}
