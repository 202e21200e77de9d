"""Round 2 and 3: asked and mended, asked and not mended, changed though not asked, unchanged (issue 4)."""

from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from tests.builders import LATER, YEAR, a_case, a_next_round, a_submission, an_actor
from tests.intake.sample_files import pdf
from zhicheng.checks.assess import assess
from zhicheng.checks.dossier import Appraisal, Dossier
from zhicheng.intake.attach import Item, attach
from zhicheng.intake.file_store import FolderStore
from zhicheng.intake.lifecycle import Status
from zhicheng.policy.desk_file import load_desk
from zhicheng.policy.vocabulary import AppraisalResult
from zhicheng.review.compare_rounds import Asked, Group, HandedIn, RoundPicture, compare_rounds, said
from zhicheng.review.last_round import since_last_round
from zhicheng.staff.permission import Role

DESK = load_desk("2025")


def picture(case: Dossier, digests: dict[str, str] | None = None) -> RoundPicture:
    """A round as it would be stored; ``digests`` names other bytes than the usual for a kind."""
    files = [
        HandedIn(row.kind, row.year, (digests or {}).get(row.kind, f"bytes of {row.kind}"), row.file)
        for row in case.attachments
    ]
    return RoundPicture(case, files, to_builtins(assess(case, YEAR).findings))


def groups(before: RoundPicture, after: RoundPicture, *asked: Asked) -> dict[Group, list[str]]:
    """Labels by group."""
    found: dict[Group, list[str]] = {group: [] for group in Group}
    for change in compare_rounds(before, after, asked, DESK, YEAR):
        found[change.group].append(change.label)
    return found


def without(case: Dossier, kind: str) -> Dossier:
    """The case without files of that kind."""
    return replace(case, attachments=tuple(row for row in case.attachments if row.kind != kind))


def test_the_same_again_is_unchanged_in_every_line() -> None:
    case = a_case()
    found = groups(picture(case), picture(case))
    assert not found[Group.MENDED] and not found[Group.NOT_MENDED] and not found[Group.UNASKED]
    assert "毕业证书" in found[Group.UNCHANGED] and "工作小结" in found[Group.UNCHANGED]


def test_a_summary_that_was_too_short_is_mended() -> None:
    case = a_case()
    changes = compare_rounds(picture(replace(case, work_summary="太短")), picture(case), (), DESK, YEAR)
    mended = [one for one in changes if one.group is Group.MENDED]
    assert [(one.label, one.clause) for one in mended] == [("工作小结", "4.5")]
    assert mended[0].after == "检查已符合"
    assert "工作小结" not in [one.label for one in changes if one.group is not Group.MENDED]


def test_what_was_asked_and_is_still_wrong_stands_first() -> None:
    case = replace(a_case(), work_summary="太短")
    changes = compare_rounds(picture(case), picture(replace(case, work_summary="还是太短")), (), DESK, YEAR)
    assert (changes[0].group, changes[0].label) == (Group.NOT_MENDED, "工作小结")


def test_a_missing_file_that_came_is_mended_and_is_named_once() -> None:
    case = a_case()
    found = groups(picture(without(case, "commitment_letter")), picture(case))
    assert found[Group.MENDED] == ["个人承诺书"]
    assert not found[Group.UNASKED]


def test_a_file_exchanged_without_being_asked_is_pointed_out() -> None:
    case = a_case()
    found = groups(picture(case), picture(case, {"diploma": "other bytes"}))
    assert found[Group.UNASKED] == ["毕业证书"]


def test_a_fact_changed_without_being_asked_shows_before_and_after() -> None:
    case = a_case()
    other = replace(
        case, appraisals=(*case.appraisals, Appraisal(year=2022, result=AppraisalResult.EXCELLENT))
    )
    changes = compare_rounds(picture(case), picture(other), (), DESK, YEAR)
    unasked = [one for one in changes if one.group is Group.UNASKED]
    assert [one.label for one in unasked] == ["年度考核"]
    assert "2022 优秀" in unasked[0].after and "2022" not in unasked[0].before


@pytest.mark.parametrize(
    ("digests", "group"), [({}, Group.NOT_MENDED), ({"diploma": "new bytes"}, Group.MENDED)], ids=str
)
def test_a_pinned_defect_is_mended_by_another_file(digests: dict[str, str], group: Group) -> None:
    case = a_case()
    asked = Asked("diploma", None, "4.2", "印章不清（第1页）")
    found = groups(picture(case), picture(case, digests), asked)
    assert found[group] == ["毕业证书"]
    assert "毕业证书" not in found[Group.UNASKED] + found[Group.UNCHANGED]


def test_a_file_that_went_away_is_a_change() -> None:
    case = a_case()
    found = groups(picture(case), picture(without(case, "recommendation_report")))
    assert "《推荐报告》" in found[Group.UNASKED]


def test_the_first_round_has_nothing_to_compare_with(session: Any) -> None:
    assert since_last_round(session, a_submission(session)) == []


def test_rounds_are_compared_as_they_were_stored(session: Any, tmp_path: Any) -> None:
    store, clerk = FolderStore(tmp_path / "files"), an_actor(session, Role.CLERK)
    submission = a_submission(session, Status.RETURNED, work_summary="太短")
    attach(session, clerk, LATER, YEAR, store, submission, Item("diploma", None, "新毕业证.pdf", pdf(1)))
    a_next_round(session, submission)
    changes = since_last_round(session, submission)
    found = {(one.group, one.label) for one in changes}
    assert (Group.NOT_MENDED, "工作小结") in found
    assert (Group.UNASKED, "毕业证书") in found
    diploma = next(one for one in changes if one.label == "毕业证书")
    assert diploma.after == "新毕业证.pdf" and diploma.before != diploma.after
    assert (Group.UNCHANGED, "年度考核证明材料（2024年度）") in found


def test_the_dates_of_the_publicity_are_said_with_a_word_before_each() -> None:
    shown = a_case().publicity
    assert shown
    words = said(replace(shown, objections=None))
    assert words == f"{shown.from_} 至 {shown.to}，结果 {shown.result_on}，推荐报告 {shown.report_on}"
    assert said(replace(shown, result_on=None, report_on=None, objections=True)).endswith(
        f"{shown.to}，有异议"
    )
