"""The three papers of a unit (notice 4.7, annexes 1 to 3), reopened and read as Word would."""

import io
import zipfile

import docx
import pytest
from sqlalchemy import select

from tests.builders import LATER, YEAR, a_submission, an_actor
from zhicheng.intake.hand_out_paper import colleagues, hand_out_paper
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.unit_paper import UnitPaper, unit_paper
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.word import word_file
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry

HOSTILE = "{{7*7}}·{number}"


def opened(content):
    """The words of a file in order, and its tables as lists of lists."""
    document = docx.Document(io.BytesIO(content))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    return words, [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


@pytest.fixture
def submission(session):
    return a_submission(session, Status.DRAFT, "award_intermediate")


@pytest.mark.parametrize("paper", UnitPaper)
def test_filled_and_blank_are_whole_files_with_the_same_bytes_every_time(submission, paper):
    for people in ((submission,), ()):
        made = word_file(unit_paper(YEAR, paper, people))
        assert made == word_file(unit_paper(YEAR, paper, people))
        words, _ = opened(made)
        assert words.startswith(paper.label)
        assert "{" not in words
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            assert archive.testzip() is None
            assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


def test_4_7_publicity_names_person_title_period_and_the_five_working_days(submission):
    words, [table] = opened(word_file(unit_paper(YEAR, UnitPaper.PUBLICITY, (submission,))))
    assert "授予中级职称" in words
    assert "不少于5个工作日" in words
    first = submission.publicity_from
    assert f"{first.year}年{first.month}月{first.day}日至" in words
    assert submission.employer.name + "（盖章）" in words
    assert table[0][0] == "姓名"
    assert table[1][0] == submission.applicant.name
    assert "（中级）" in table[1][-1]


def test_several_persons_of_one_unit_stand_in_one_publicity(session, submission):
    other = a_submission(session, Status.QUEUED, "award_intermediate")
    a_submission(session, Status.QUEUED, "initial_junior")
    a_submission(session, Status.WITHDRAWN, "award_intermediate")
    assert other.employer_id == submission.employer_id
    together = colleagues(session, submission)
    assert [one.id for one in together] == [submission.id, other.id]
    words, [table] = opened(word_file(unit_paper(YEAR, UnitPaper.PUBLICITY, together)))
    assert "下列2名同志" in words
    assert [row[0] for row in table[1:]] == [submission.applicant.name, other.applicant.name]


def test_persons_of_several_routes_share_no_paper(session, submission):
    other = a_submission(session, Status.QUEUED, "initial_junior")
    with pytest.raises(Refusal) as refused:
        unit_paper(YEAR, UnitPaper.PUBLICITY, (submission, other))
    assert refused.value.code is RefusalCode.BAD_INPUT
    same = a_submission(session, Status.QUEUED, "award_intermediate")
    with pytest.raises(Refusal):
        unit_paper(YEAR, UnitPaper.REPORT, (submission, same))


def test_the_result_says_no_objection_only_where_that_was_declared(submission):
    submission.publicity_objections = False
    assert "公示结果：未收到异议。" in opened(word_file(unit_paper(YEAR, UnitPaper.RESULT, (submission,))))[0]
    submission.publicity_objections = None
    assert "□未收到异议" in opened(word_file(unit_paper(YEAR, UnitPaper.RESULT, (submission,))))[0]
    submission.publicity_objections = True
    assert "有异议，处理情况：" in opened(word_file(unit_paper(YEAR, UnitPaper.RESULT, (submission,))))[0]


def test_the_report_goes_to_the_office_with_clause_appraisals_and_the_department_last(submission):
    words, [table] = opened(word_file(unit_paper(YEAR, UnitPaper.REPORT, (submission,))))
    assert "乌鲁木齐市人力资源和社会保障局：" in words
    assert "（通知 3.3）" in words
    assert words.index("（盖章）") < words.index("主管单位意见")
    facts = dict(table)
    assert facts["姓名"] == submission.applicant.name
    assert f"{submission.appraisals[0].year}年" in facts["年度考核"]


def test_a_name_and_a_unit_are_text_even_when_they_look_like_templates(submission):
    submission.applicant.name = HOSTILE
    submission.employer.name = "R&D <管理> {% for x in y %}"
    words, [table] = opened(word_file(unit_paper(YEAR, UnitPaper.REPORT, (submission,))))
    assert f"我单位{HOSTILE}同志" in words
    assert dict(table)["工作单位"] == "R&D <管理> {% for x in y %}"
    assert "49" not in words


def test_a_blank_paper_has_room_and_nobody_in_it(submission):
    words, [table] = opened(word_file(unit_paper(YEAR, UnitPaper.PUBLICITY)))
    assert "年　　月　　日" in words
    assert submission.applicant.name not in words
    assert len(table) == 6
    assert set(table[1]) == {""}


def test_handing_out_is_audited_and_kept_to_the_office(session, submission):
    made = hand_out_paper(
        session, an_actor(session, Role.CLERK), LATER, YEAR, UnitPaper.PUBLICITY, submission, together=True
    )
    assert made[:2] == b"PK"
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.act, entry.changes["chosen"]) == ("download_paper", [None, 1])
    with pytest.raises(Refusal) as refused:
        hand_out_paper(
            session,
            an_actor(session, Role.CLERK, Office.JUNIOR_OFFICE),
            LATER,
            YEAR,
            UnitPaper.REPORT,
            submission,
        )
    assert refused.value.code is RefusalCode.OTHER_OFFICE
