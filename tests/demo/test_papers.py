"""The papers of the demonstration carry what the case declares, and look like what they are."""

from datetime import datetime
from random import Random

import pypdfium2
import pytest

from zhicheng.checks.dossier import AttachmentRow, Dossier
from zhicheng.demo.cases import invent_case
from zhicheng.demo.papers import paper, words_on
from zhicheng.intake.inspect_file import ContentType, inspect_file
from zhicheng.kernel.clock import BEIJING
from zhicheng.policy.load import load_year

YEAR = load_year("2025")
NOON = datetime(2025, 6, 12, 12, tzinfo=BEIJING)


def a_case(serial: int = 3, route: str = "award_intermediate") -> Dossier:
    return invent_case(Random(serial), YEAR, serial, route, NOON).dossier  # noqa: S311 - nothing here is secret


def row(kind: str, year: int | None = None) -> AttachmentRow:
    return AttachmentRow(kind=kind, file="x.pdf", year=year)


def test_every_demanded_paper_passes_the_inspection() -> None:
    for route in YEAR.routes:
        case = a_case(5, route)
        for one in case.attachments:
            file = inspect_file(paper(YEAR, case, one, 5), photo=one.kind == "photo")
            assert file.content_type is (ContentType.JPEG if one.kind == "photo" else ContentType.PDF), one


@pytest.mark.parametrize("kind", ["id_card_front", "id_card_back"])
def test_a_side_of_the_card_lies_on_its_side_and_no_two_persons_have_the_same(kind: str) -> None:
    made = [paper(YEAR, a_case(serial), row(kind), serial) for serial in range(8)]
    assert len(set(made)) == len(made)
    document = pypdfium2.PdfDocument(made[0])
    page = document[0].render(scale=1).to_pil()
    document.close()
    assert page.width > page.height * 1.3


def test_the_face_on_the_card_is_the_face_on_the_photo() -> None:
    case = a_case()
    assert paper(YEAR, case, row("photo"), 9) in paper(YEAR, case, row("id_card_front"), 9)


def test_papers_say_what_the_case_declares() -> None:
    case = a_case()
    lines, sealed_by = words_on(case, row("degree_certificate"))
    assert f"授予时间：{case.degrees[0].conferred_on}" in lines
    assert sealed_by != case.employer.name
    lines, sealed_by = words_on(case, row("work_proof"))
    assert sealed_by == case.employer.name
    assert any(str(case.employment[0].from_) in line for line in lines)
    last = case.appraisals[-1]
    assert words_on(case, row("appraisal", last.year))[0] == [
        f"{last.year} 年度",
        f"考核结果：{last.result.label}",
    ]
