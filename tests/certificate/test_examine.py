"""Forgeries: each is caught, and for its own reason. A genuine certificate is not."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from PIL import Image
from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, StreamObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from tests.certificate.sample_facts import LONGEST_NAME, facts, photo, signed_certificate, with_token
from zhicheng.certificate.examine import Examination, Fault, examine_certificate
from zhicheng.certificate.facts import FACTS_SCHEMA, CertificateRecord
from zhicheng.certificate.keys import Keys, open_keys, rotate_keys, token_public_keys, trust_roots
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner
from zhicheng.intake.inspect_pdf import OWN_FACTS_SCHEMA


@pytest.fixture
def examine(key_folder: Path) -> Callable[[bytes], Examination]:
    roots, tokens = trust_roots(key_folder), token_public_keys(key_folder)
    return lambda content: examine_certificate(content, roots=roots, token_keys=tokens)


def rewritten(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file taken apart and put together again, as an editor of PDFs does."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def appended(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an update behind it, its first bytes untouched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def test_a_genuine_certificate_is_genuine(
    genuine: bytes, keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    found = examine(genuine)
    assert found.faults == ()
    assert found.genuine
    assert found.signature.signed_at == at
    assert found.signature.key_id == keys.signing_id
    assert found.record is not None
    assert found.record.name == "古丽娜·吐尔逊"
    assert found.token is not None
    assert found.token.number == found.record.number
    assert "原件" in found.sentence
    assert msgspec.json.encode(found)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": LONGEST_NAME},
        {"name": "㛃䶮·𫖯"},
        {"name": "ALEXANDRA-MARIA CONSTANTINOPOULOU"},
        {"photo": photo((5, 5, 9))},
        {"sample": False},
        {"specialty": "农业机械化及其自动化与农业电气化工程技术（含设施农业装备、智慧农业方向）"},
    ],
    ids=["longest name", "rare", "latin", "dark photo", "no sample", "long specialty"],
)
def test_unusual_but_genuine_certificates_are_genuine(
    changes: dict[str, Any], keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    assert examine(signed_certificate(keys, at, **changes)).faults == ()


def test_a_certificate_of_an_older_key_is_genuine(keys: Keys, at: datetime, tmp_path: Path) -> None:
    old = open_keys(tmp_path, rsa_bits=2048)
    content = signed_certificate(old, at)
    rotate_keys(tmp_path, rsa_bits=2048)
    found = examine_certificate(content, roots=trust_roots(tmp_path), token_keys=token_public_keys(tmp_path))
    assert found.faults == ()


def test_a_code_that_is_only_an_address_is_no_fault(
    keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    said = facts(qr_text="https://zhicheng.example.cn/verify/6501202533001239")
    found = examine(PadesSigner(keys).sign_pdf(render_certificate(said), at=at))
    assert found.faults == ()
    assert found.token is None


def test_every_flipped_byte_is_noticed(genuine: bytes, examine: Callable[[bytes], Examination]) -> None:
    for place in range(40, len(genuine), len(genuine) // 45):
        forged = bytearray(genuine)
        forged[place] ^= 0x01
        found = examine(bytes(forged))
        assert not found.genuine, f"byte {place}"
        assert {Fault.ALTERED, Fault.NOT_A_PDF, Fault.UNSIGNED, Fault.APPENDED, Fault.NOT_CERTIFIED} & set(
            found.faults
        )


def _swap_photo(pdf: pikepdf.Pdf) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (295, 413), "maroon").save(stream, "JPEG")
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/Filter") == pikepdf.Name.DCTDecode:
            item.write(stream.getvalue(), filter=pikepdf.Name.DCTDecode)


def _edit_record(**changes: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(pdf: pikepdf.Pdf) -> None:
        embedded = pdf.attachments["certificate.json"].get_file().obj
        embedded.write(msgspec.json.encode(msgspec.json.decode(embedded.read_bytes()) | changes))

    return change


def _paint_over(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(pikepdf.Stream(pdf, b"q 1 1 1 rg 150 380 300 60 re f Q"))


def _cover_code(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].contents_add(pikepdf.Stream(pdf, b"q 1 1 1 rg 600 0 300 250 re f Q"))


def _drop_record(pdf: pikepdf.Pdf) -> None:
    del pdf.attachments["certificate.json"]


def _strip_signature(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AcroForm
    del pdf.Root.Perms
    del pdf.pages[0].Annots


def _second_record(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["other.json"] = f'{{"schema":"{FACTS_SCHEMA}"}}'.encode()


def _nothing(_: pikepdf.Pdf) -> None:
    pass


REWRITTEN = {
    "saved again by an editor": (_nothing, Fault.ALTERED),
    "signature stripped": (_strip_signature, Fault.UNSIGNED),
    "photo swapped": (_swap_photo, Fault.PHOTO_DIFFERS),
    "name edited in the record": (_edit_record(name="古丽娜·吐尔洪"), Fault.RECORD_DIFFERS),
    "title edited in the record": (_edit_record(title_name="正高级工程师"), Fault.RECORD_DIFFERS),
    "level edited in the record": (_edit_record(level="正高级"), Fault.RECORD_DIFFERS),
    "identity edited in the record": (_edit_record(id_number="650199190905010034"), Fault.RECORD_DIFFERS),
    "series edited in the record": (_edit_record(series="卫生技术"), Fault.RECORD_DIFFERS),
    "notice edited in the record": (_edit_record(notice_number="乌人社职〔2025〕99号"), Fault.RECORD_DIFFERS),
    "body edited in the record": (_edit_record(issuing_body="某某局"), Fault.RECORD_DIFFERS),
    "renumbered with a slip": (_edit_record(number="6501202533001231"), Fault.NUMBER_MISTYPED),
    "renumbered": (_edit_record(number="6501202533001247"), Fault.CODE_DIFFERS),
    "date edited in the record": (_edit_record(acquired_on="2015-06-30"), Fault.CODE_DIFFERS),
    "photo digest edited": (_edit_record(photo="0" * 64), Fault.PHOTO_DIFFERS),
    "another address in the record": (_edit_record(qr_text="HTTPS://EVIL.EXAMPLE/X"), Fault.CODE_DIFFERS),
    "record dropped": (_drop_record, Fault.NO_RECORD),
    "second record added": (_second_record, Fault.NO_RECORD),
    "record of another schema": (_edit_record(schema="other/1"), Fault.NOT_A_PDF),
    "code covered": (_cover_code, Fault.CODE_MISSING),
    "words painted over": (_paint_over, Fault.ALTERED),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_an_edited_file_is_caught(name: str, genuine: bytes, examine: Callable[[bytes], Examination]) -> None:
    change, fault = REWRITTEN[name]
    found = examine(rewritten(genuine, change))
    assert fault in found.faults
    assert {Fault.ALTERED, Fault.UNSIGNED, Fault.NOT_A_PDF} & set(found.faults)
    assert fault.label in found.sentence


def _append_object(writer: IncrementalPdfFileWriter) -> None:
    writer.add_object(DictionaryObject({NameObject("/X"): TextStringObject("x")}))
    writer.root["/Extra"] = writer.add_object(DictionaryObject())
    writer.update_root()


def _append_page_content(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    more = StreamObject(stream_data=b"q 1 1 1 rg 150 380 300 60 re f Q")
    page[NameObject("/Contents")] = writer.add_object(more)
    writer.update_container(page)


def _append_annotation(writer: IncrementalPdfFileWriter) -> None:
    page = writer.root["/Pages"]["/Kids"][0]
    note = {"/Type": "/Annot", "/Subtype": "/Square"}
    square = DictionaryObject({NameObject(key): NameObject(value) for key, value in note.items()})
    page[NameObject("/Annots")] = writer.add_object(square)
    writer.update_container(page)


def _append_title(writer: IncrementalPdfFileWriter) -> None:
    writer.document_meta.title = "职称证书 正高级"
    writer.update_root()


@pytest.mark.parametrize("change", [_append_object, _append_page_content, _append_annotation, _append_title])
def test_an_update_behind_the_signature_is_caught(
    change: Callable[[Any], None], genuine: bytes, examine: Callable[[bytes], Examination]
) -> None:
    forged = appended(genuine, change)
    assert forged.startswith(genuine)
    assert Fault.APPENDED in examine(forged).faults


@pytest.mark.parametrize("tail", [b"\n%%EOF\n", b"% a comment\n%%EOF\n", b"\n" * 9])
def test_bytes_behind_the_end_are_caught(
    tail: bytes, genuine: bytes, examine: Callable[[bytes], Examination]
) -> None:
    assert Fault.APPENDED in examine(genuine + tail).faults


def loosely_signed(content: bytes, keys: Keys, field: str) -> bytes:
    """Signed without locking the file, so that others may sign too."""
    signer = PdfSigner(
        PdfSignatureMetadata(field_name=field, md_algorithm="sha256"),
        signer=PadesSigner(keys)._signer.signer,
    )
    signed: bytes = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()
    return signed


def test_a_second_signature_by_a_stranger_is_caught(
    keys: Keys, other_keys: Keys, examine: Callable[[bytes], Examination]
) -> None:
    once = loosely_signed(render_certificate(with_token(facts(), keys)), keys, "First")
    twice = loosely_signed(once, other_keys, "Second")
    assert {Fault.SEVERAL_SIGNATURES, Fault.APPENDED, Fault.NOT_CERTIFIED} <= set(examine(twice).faults)


def test_a_certified_file_takes_no_second_signature(genuine: bytes, other_keys: Keys) -> None:
    with pytest.raises(SigningError):
        loosely_signed(genuine, other_keys, "Second")


def test_a_perfect_look_alike_by_another_office_is_untrusted(
    other_keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    found = examine(signed_certificate(other_keys, at))
    assert set(found.faults) == {Fault.UNTRUSTED, Fault.CODE_UNKNOWN_KEY}
    assert found.signature.intact


def test_a_look_alike_with_the_office_s_own_code_is_untrusted(
    keys: Keys, other_keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    said = with_token(facts(), keys)
    found = examine(PadesSigner(other_keys).sign_pdf(render_certificate(said), at=at))
    assert found.faults == (Fault.UNTRUSTED,)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "李四"},
        {"number": "6501202533001247"},
        {"title_name": "正高级工程师"},
        {"acquired_on": date(2015, 6, 30)},
        {"photo": photo((120, 10, 10))},
    ],
    ids=["name", "number", "title", "date", "photo"],
)
def test_another_person_s_code_is_caught_even_under_the_office_s_signature(
    changes: dict[str, Any], keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    borrowed = with_token(facts(), keys).qr_text
    content = PadesSigner(keys).sign_pdf(render_certificate(facts(**changes, qr_text=borrowed)), at=at)
    assert examine(content).faults == (Fault.CODE_DIFFERS,)


def test_a_code_with_a_false_signature_is_caught(
    keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    token = with_token(facts(), keys).qr_text
    place = len(token) - 20
    forged = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
    found = examine(PadesSigner(keys).sign_pdf(render_certificate(facts(qr_text=forged)), at=at))
    assert found.faults == (Fault.CODE_FORGED,)


def test_the_old_signature_on_a_new_body_is_caught(
    genuine: bytes, keys: Keys, at: datetime, examine: Callable[[bytes], Examination]
) -> None:
    other = signed_certificate(keys, at, name="李四")
    start, end = genuine.rindex(b"/Contents <"), genuine.index(b">", genuine.rindex(b"/Contents <"))
    start2, end2 = other.rindex(b"/Contents <"), other.index(b">", other.rindex(b"/Contents <"))
    forged = other[:start2] + genuine[start:end] + other[end2:]
    assert Fault.ALTERED in examine(forged).faults


def test_an_unsigned_rendering_is_unsigned(keys: Keys, examine: Callable[[bytes], Examination]) -> None:
    found = examine(render_certificate(with_token(facts(), keys)))
    assert found.faults == (Fault.UNSIGNED,)


def test_a_signature_that_does_not_lock_the_file_is_not_enough(
    keys: Keys, examine: Callable[[bytes], Examination]
) -> None:
    signed = loosely_signed(render_certificate(with_token(facts(), keys)), keys, "Loose")
    assert examine(signed).faults == (Fault.NOT_CERTIFIED,)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", photo(), b"<html>"])
def test_what_is_no_pdf_is_no_certificate(content: bytes, examine: Callable[[bytes], Examination]) -> None:
    assert examine(content).faults == (Fault.NOT_A_PDF,)


def test_a_cut_file_is_no_certificate(genuine: bytes, examine: Callable[[bytes], Examination]) -> None:
    for part in (3, 2):
        assert not examine(genuine[: len(genuine) * part // 4]).genuine
    assert not examine(genuine[:-1]).genuine


def test_the_gate_for_attachments_and_the_record_know_one_schema() -> None:
    assert FACTS_SCHEMA == OWN_FACTS_SCHEMA
    record = msgspec.json.decode(facts().record(), type=CertificateRecord)
    assert record.birth_month == "1909-05"
