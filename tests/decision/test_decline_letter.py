"""不予通过通知 and 撤销决定: why, by which clause, from when, and how to object."""

from sqlalchemy import select

from tests.builders import ISSUED, LATER, YEAR, a_certificate, a_submission, an_actor
from zhicheng.certificate.annul import annul
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.revocation_letter import revocation_letter
from zhicheng.decision.decline import decline
from zhicheng.decision.decline_letter import decline_letter
from zhicheng.decision.preview_letter import preview_letter
from zhicheng.intake.lifecycle import Status
from zhicheng.letter.hand_out_letter import letters_of, text_of
from zhicheng.letter.letter import Letter, LetterKind
from zhicheng.review.review import review
from zhicheng.review.review_opinion import Proposal
from zhicheng.staff.permission import Role


def said(text):
    return "\n".join(line.text for line in (*text.lines, *text.after))


def test_the_clauses_of_the_reason_are_named_once_each(session):
    submission = a_submission(session, Status.REVIEWED)
    reason = "经审核，不符合申报条件：\n1. 〔通知 3.1.3〕不满一年\n2. 〔通知 3.1.3〕考核不合格\n3. 〔通知 2〕不在范围"
    words = said(decline_letter(session, YEAR, submission, reason, LATER))
    assert "所依据的条款：《通知》3.1.3、2。" in words
    assert "不满一年" in words
    assert "经审核，不符合申报条件" not in words
    assert "行政复议" in words


def test_a_reason_in_free_words_stands_without_a_made_up_clause(session):
    submission = a_submission(session, Status.REVIEWED)
    words = said(decline_letter(session, YEAR, submission, "材料不真实", LATER))
    assert "材料不真实" in words
    assert "所依据的条款" not in words


def test_declining_keeps_the_letter_with_the_reviewers_words_where_the_approver_has_none(session):
    submission = a_submission(session, Status.IN_REVIEW)
    review(
        session,
        an_actor(session, Role.REVIEWER),
        LATER,
        submission,
        Proposal.DECLINE,
        "1. 〔通知 2〕不在范围",
    )
    approver = an_actor(session, Role.APPROVER)
    shown = preview_letter(session, approver, LATER, YEAR, submission, "decline", "")
    decline(session, approver, LATER, submission)
    [letter] = [one for one in letters_of(session, submission.id) if one.kind is LetterKind.DECLINE]
    assert text_of(letter) == shown
    assert "不在范围" in said(shown)


def test_a_proposal_to_decline_can_be_previewed_by_the_reviewer(session):
    submission = a_submission(session, Status.IN_REVIEW)
    shown = preview_letter(
        session,
        an_actor(session, Role.REVIEWER),
        LATER,
        YEAR,
        submission,
        "review_decline",
        "〔通知 2〕不在范围",
    )
    assert shown.title == "不予通过通知"


def test_revoking_keeps_the_decision_that_was_previewed(session):
    certificate = a_certificate(session)
    shown = revocation_letter(YEAR, certificate, "材料不实", ISSUED)
    assert f"（编号{certificate.number}，" in said(shown)
    assert "撤销原因：材料不实" in said(shown)
    assert ("证书编号", certificate.number) in shown.pairs
    revoked = a_certificate(session, CertificateStatus.REVOKED)
    letter = session.scalars(select(Letter).where(Letter.kind == LetterKind.REVOCATION)).one()
    assert (letter.subject_kind, letter.subject_id) == ("certificate", revoked.id)
    assert letter.submission_id == revoked.submission_id


def test_annulling_an_approval_sends_the_revocation_of_its_certificate(session):
    certificate = a_certificate(session)
    annul(session, an_actor(session, Role.APPROVER), ISSUED, certificate.submission, "材料不实")
    kinds = [one.kind for one in letters_of(session, certificate.submission_id)]
    assert kinds[0] is LetterKind.REVOCATION
