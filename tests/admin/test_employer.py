"""单位 through the real door."""

import pytest
from sqlalchemy import select

from tests.builders import a_submission
from zhicheng.intake.lifecycle import Status
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry, Employer

UNIT = {
    "name": "乌鲁木齐市第九中学",
    "uscc": "12650100tert000010",
    "kind": "public_institution",
    "region": "650102",
    "supervising_department": "",
}


@pytest.fixture
def clerk(people):
    """A clerk of both offices."""
    return people(Role.CLERK)


def test_a_unit_is_entered_with_its_code_in_capitals_and_audited(clerk, story):
    assert clerk.send("/admin/employer/new/", UNIT).status_code == 303
    with story() as session:
        unit = session.scalars(select(Employer)).one()
        assert (unit.uscc, unit.supervising_department) == ("12650100TERT000010", None)
        assert session.scalars(select(AuditEntry.act).where(AuditEntry.subject_kind == "employer")).all() == [
            "create"
        ]


def test_a_wrong_check_character_is_a_notice_never_a_wall(clerk):
    answer = clerk.send("/admin/employer/new/", UNIT | {"uscc": "91310115MA1H8R7C6D"})
    assert answer.status_code == 303
    assert "与校验规则不符，已照录" in clerk.get("/admin/employer/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("region", "6501", "6 位数字"),
        ("kind", "", "请从列表中选择"),
        ("name", "", "请填写此项"),
        ("uscc", "1" * 19, "最多 18 个字"),
    ],
)
def test_a_wrong_entry_is_named_under_its_field(clerk, field, value, sentence):
    answer = clerk.send("/admin/employer/new/", UNIT | {field: value})
    assert answer.status_code == 422
    assert sentence in answer.get_data(as_text=True)


def test_the_same_declaration_twice_is_refused(clerk):
    clerk.send("/admin/employer/new/", UNIT)
    answer = clerk.send("/admin/employer/new/", UNIT)
    assert answer.status_code == 422
    assert "已有一家名称" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("words", "found"), [("第九", True), ("12650100", True), ("100", False), ("%", False)]
)
def test_a_unit_is_found_by_name_and_by_the_beginning_of_its_code(clerk, words, found):
    clerk.send("/admin/employer/new/", UNIT)
    text = clerk.get("/admin/employer/", query_string={"search": words}).get_data(as_text=True)
    assert ("乌鲁木齐市第九中学" in text) is found


@pytest.mark.parametrize(
    ("status", "answer"), [(Status.DRAFT, 303), (Status.RETURNED, 303), (Status.QUEUED, 409)]
)
def test_a_unit_that_was_judged_is_not_rewritten(clerk, story, status, answer):
    with story() as session:
        unit = a_submission(session, status).employer
        address, version = f"/admin/employer/edit/?id={unit.id}", unit.version
    assert clerk.send(address, UNIT | {"version": version}).status_code == answer


def test_only_a_clerk_may_write(people):
    client = people(Role.REVIEWER)
    assert client.get("/admin/employer/").status_code == 200
    assert client.get("/admin/employer/new/").status_code == 403


def test_a_unit_is_found_by_pinyin_initials_and_the_middle_of_its_name(clerk):
    clerk.send("/admin/employer/new/", UNIT)
    clerk.send("/admin/employer/new/", UNIT | {"name": "头屯河区农业技术推广站", "uscc": ""})
    for words, found, other in (
        ("nongyejishu", "农业技术推广站", "第九中学"),
        ("TTHQ", "农业技术推广站", "第九中学"),
        ("djzx", "第九中学", "农业技术推广站"),
        ("12650100tert", "第九中学", "农业技术推广站"),
    ):
        page = clerk.get(f"/admin/employer/?search={words}").get_data(as_text=True)
        assert found in page, words
        assert other not in page, words
    assert "没有符合条件的" in clerk.get("/admin/employer/?search=ongye").get_data(as_text=True)
