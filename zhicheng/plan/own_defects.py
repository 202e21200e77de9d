"""One opinion for many: where the words say so, each submission gets the list of its own defects."""

from sqlalchemy.orm import Session

from zhicheng.checks.run_checks import latest_run
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.draft_opinion import numbered_defects

MARK = "{问题清单}"


def beginning(verb: str, hours: int) -> str:
    """The words that a plan begins with, where it speaks of defects; whoever confirms may change them."""
    if verb != "return":
        return ""
    return (
        f"您的申报材料经审核有以下问题，请一次补正：\n{MARK}\n请在退回后{hours}小时内再次提交，逾期不予受理。"
    )


def opinion_for(session: Session, submission: Submission, opinion: str) -> str:
    """``opinion`` with its mark replaced; ``opinion_required`` where the checks found nothing that could be listed."""
    if MARK not in opinion:
        return opinion
    run = latest_run(session, submission)
    defects = numbered_defects(run.findings) if run else ""
    if not defects:
        raise Refusal(
            RefusalCode.OPINION_REQUIRED,
            f"{submission.number} 的检查没有发现须补正的问题，没有清单可写。请在该件页面上单独写明意见。",
        )
    return opinion.replace(MARK, defects)
