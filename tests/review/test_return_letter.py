"""退回补正通知: one list, the minute, what cannot be mended in time, and the holiday ahead (clause 6.1)."""

import pytest
from sqlalchemy import select

from tests.builders import LATER, YEAR, a_next_round, a_submission, an_actor, beijing
from tests.letter.test_render import pages
from zhicheng.decision.preview_letter import preview_letter
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.window import correction_due
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.hand_out_letter import hand_out_letter, letters_of, text_of
from zhicheng.letter.letter import Letter, LetterKind
from zhicheng.letter.render import render_letter
from zhicheng.policy.holidays import long_break
from zhicheng.review.defects import Wrong, defects_of
from zhicheng.review.draft_opinion import draft_opinion
from zhicheng.review.return_for_correction import return_for_correction
from zhicheng.review.return_letter import return_letter
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import AuditEntry


def finding(clause: str, message: str, outcome: str = "returnable", **facts: object) -> dict[str, object]:
    return {"clause": clause, "message": message, "outcome": outcome, "facts": facts}


FOUND = [
    finding("4.2", "要求：上传认证书。", kind="foreign_degree_certification"),
    finding("4.4", "缺2024年度考核。", kind="appraisal"),
    finding("3.1.3", "符合。", "eligible"),
    finding("3.0", "须核定。", "needs_review"),
]


def text(session, opinion, now, **changes):
    """The letter that returning now with this opinion would send, as one string of words."""
    submission = a_submission(session, Status.IN_REVIEW, **changes)
    made = return_letter(session, YEAR, submission, opinion, now, correction_due(YEAR, now))
    return "\n".join(line.text for line in made.lines)


def test_an_edited_list_is_the_list_and_its_frame_is_said_by_the_letter():
    opinion = draft_opinion(FOUND, 1, 3, 48)
    assert [(one.clause, one.text) for one in defects_of(opinion, FOUND)] == [
        ("4.2", "要求：上传认证书。"),
        ("4.4", "缺2024年度考核。"),
    ]
    struck = "\n".join(line for line in opinion.splitlines() if "4.4" not in line)
    assert [one.clause for one in defects_of(struck, FOUND)] == ["4.2"]


def test_an_opinion_in_free_words_is_completed_with_everything_that_can_be_mended():
    assert defects_of("请补充工作证明。", FOUND) == [
        Wrong("", "请补充工作证明。"),
        Wrong("4.2", "要求：上传认证书。", frozenset({"foreign_degree_certification"})),
        Wrong("4.4", "缺2024年度考核。", frozenset({"appraisal"})),
    ]


def test_the_same_defect_stands_once():
    assert len(defects_of("1. 〔通知 4.1〕缺照片\n2. 〔通知 4.1〕缺照片")) == 1


def test_clause_6_1c_the_deadline_is_told_to_the_minute_in_beijing(session):
    said = text(session, "1. 〔通知 4.1〕缺照片", beijing("2025-09-02 23:59"))
    assert "请在2025年9月4日23时59分（北京时间）前再次提交" in said
    assert "连续计算48小时" in said
    assert "逾期未再次提交的，不予受理" in said


def test_clause_6_1d_round_n_of_3_and_what_is_left(session):
    said = text(session, "1. 〔通知 4.1〕缺照片", beijing("2025-09-02 12:00"))
    assert "您第1次提交（含初次共3次）" in said
    assert "再次提交为第2次，含初次共不得超过3次" in said
    assert "有以下1项须补正" in said
    assert "〔通知 4.1〕缺照片" in said


@pytest.mark.parametrize(
    ("returned", "holiday"),
    [
        ("2025-09-30 16:00", "国庆"),  # the hours end within the holiday
        ("2025-09-28 10:00", ""),  # a Sunday that is worked; due on the 30th
        ("2025-09-29 10:00", "国庆"),  # due on 1 October
        ("2025-10-08 10:00", "国庆"),  # its last day
        ("2025-10-09 10:00", ""),
        ("2025-06-05 12:00", "古尔邦节"),  # Xinjiang only
        ("2025-06-10 23:00", "古尔邦节"),
        ("2025-09-05 17:00", ""),  # an ordinary weekend
    ],
)
def test_a_long_holiday_ahead_is_warned_of(session, returned, holiday):
    said = text(session, "请补充。", beijing(returned))
    assert ("请注意节假日" in said) == bool(holiday)
    assert holiday in said


def test_the_holiday_is_told_with_its_whole_length(session):
    said = text(session, "请补充。", beijing("2025-09-30 16:00"))
    assert "2025年10月1日至2025年10月8日休息" in said


def test_a_year_without_a_calendar_warns_of_nothing(session):
    assert "请注意节假日" not in text(session, "请补充。", beijing("2031-10-01 10:00"))
    assert (
        long_break(YEAR.calendar, beijing("2031-10-01 10:00").date(), beijing("2031-10-03 10:00").date(), 3)
        is None
    )


@pytest.mark.parametrize(
    ("opinion", "warned"),
    [
        ("1. 〔通知 4.2〕要求：国外学习经历须提供国外学历学位认证书及编号。", True),
        ("请补充教育部留学服务中心的认证。", True),
        ("1. 〔通知 4.4〕缺2024年度考核", False),
    ],
)
def test_q25_clause_4_2_a_cure_that_takes_longer_than_48_hours_is_warned_of(session, opinion, warned):
    said = text(session, opinion, beijing("2025-09-02 12:00"))
    assert ("一般需10至20个工作日" in said) is warned


def test_what_a_name_or_an_opinion_contains_is_never_evaluated(session):
    said = text(session, "{{7*7}} {due_at} {name} #sys.inputs", beijing("2025-09-02 12:00"))
    assert "{{7*7}} {due_at} {name} #sys.inputs" in said
    assert "49" not in said


def test_the_letter_is_kept_with_the_act_and_stays_when_the_person_is_corrected(session):
    submission = a_submission(session, Status.RETURNED)
    letter = next(one for one in letters_of(session, submission.id) if one.kind is LetterKind.RETURN)
    assert (letter.part, letter.office, letter.at) == (1, submission.office, letter.at)
    assert letter.wording == YEAR.wording["return_letter"].sha256
    sent, name = render_letter(text_of(letter)), submission.applicant.name
    submission.applicant.name = "另一个名字"
    session.flush()
    session.expire_all()
    assert render_letter(text_of(letter)) == sent
    assert name in "".join(pages(sent))


def test_each_round_has_its_receipt_and_each_return_its_letter(session):
    submission = a_submission(session, Status.RETURNED)
    a_next_round(session, submission)
    kept = [(one.kind, one.part) for one in letters_of(session, submission.id)]
    assert kept == [(LetterKind.RECEIPT, 2), (LetterKind.RETURN, 1), (LetterKind.RECEIPT, 1)]
    titles = [one.title for one in letters_of(session, submission.id)]
    assert titles[0] == "受理回执（第2次提交）"


def test_a_receipt_of_any_round_says_that_the_last_one_is_not_returned(session):
    submission = a_submission(session, Status.RETURNED)
    a_next_round(session, submission)
    for letter in letters_of(session, submission.id):
        if letter.kind is LetterKind.RECEIPT:
            assert "第3次提交不再退回补正" in "".join(pages(render_letter(text_of(letter))))


def test_a_preview_stores_nothing_and_says_what_will_be_sent(session):
    reviewer = an_actor(session, Role.REVIEWER)
    submission = a_submission(session, Status.IN_REVIEW)
    before = len(letters_of(session, submission.id))
    shown = preview_letter(session, reviewer, LATER, YEAR, submission, "return", "1. 〔通知 4.1〕缺照片")
    assert len(letters_of(session, submission.id)) == before
    return_for_correction(session, reviewer, LATER, YEAR, submission, "1. 〔通知 4.1〕缺照片")
    assert text_of(letters_of(session, submission.id)[0]) == shown


@pytest.mark.parametrize(
    ("role", "code", "refusal"),
    [
        (Role.CLERK, "return", RefusalCode.NOT_PERMITTED),
        (Role.REVIEWER, "withdraw", RefusalCode.BAD_INPUT),
        (Role.APPROVER, "decline", RefusalCode.WRONG_STATUS),
    ],
)
def test_who_may_not_act_may_not_preview(session, role, code, refusal):
    submission = a_submission(session, Status.IN_REVIEW)
    with pytest.raises(Refusal) as refused:
        preview_letter(session, an_actor(session, role), LATER, YEAR, submission, code, "意见")
    assert refused.value.code is refusal


def test_a_preview_without_words_is_refused(session):
    submission = a_submission(session, Status.IN_REVIEW)
    with pytest.raises(Refusal) as refused:
        preview_letter(session, an_actor(session, Role.REVIEWER), LATER, YEAR, submission, "return", " ")
    assert refused.value.code is RefusalCode.OPINION_REQUIRED


def test_a_return_with_a_character_that_cannot_be_printed_is_refused_before_it_takes_effect(session):
    submission = a_submission(session, Status.IN_REVIEW)
    with pytest.raises(Refusal) as refused:
        return_for_correction(session, an_actor(session, Role.REVIEWER), LATER, YEAR, submission, "请补正😀")
    assert refused.value.code is RefusalCode.BAD_INPUT
    assert "U+1F600" in refused.value.sentence
    assert submission.status is Status.IN_REVIEW


def test_handing_out_is_audited_and_kept_to_the_office(session):
    submission = a_submission(session, Status.RETURNED)
    letter = session.scalars(select(Letter).where(Letter.kind == LetterKind.RETURN)).one()
    made = hand_out_letter(session, an_actor(session, Role.CLERK), LATER, letter)
    assert made.startswith(b"%PDF-")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.act, entry.subject_kind, entry.subject_id) == ("download_letter", "letter", letter.id)
    with pytest.raises(Refusal) as refused:
        hand_out_letter(session, an_actor(session, Role.CLERK, Office.TITLE_OFFICE), LATER, letter)
    assert refused.value.code is RefusalCode.OTHER_OFFICE
    assert submission.office is Office.JUNIOR_OFFICE
