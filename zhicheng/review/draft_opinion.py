"""The opinion that the checks would write: one numbered list of everything wrong, each with its clause and what to hand in."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from zhicheng.policy.vocabulary import Outcome
from zhicheng.review.opinion_lines import line_of

WRONG = {Outcome.INELIGIBLE.value: 0, Outcome.RETURNABLE.value: 1}


def numbered_defects(findings: Iterable[Mapping[str, Any]]) -> str:
    """``1. 〔4.4〕…``, what makes ineligible before what can be mended; empty when nothing is wrong."""
    wrong = [one for one in findings if one["outcome"] in WRONG]
    wrong.sort(key=lambda one: WRONG[one["outcome"]])
    return "\n".join(
        f"{number}. {line_of(one['clause'], one['message'])}" for number, one in enumerate(wrong, start=1)
    )


def draft_opinion(findings: Iterable[Mapping[str, Any]], rounds: int, most: int, hours: int) -> str:
    """What a return would say, to be edited: the list, and until when how often one may come back (clause 6.1)."""
    defects = numbered_defects(findings)
    return framed(defects, rounds, most, hours) if defects else ""


def framed(defects: str, rounds: int, most: int, hours: int) -> str:
    """The numbered list between what opens and what closes a return."""
    return (
        f"您的申报材料经审核有以下问题，请一次补正：\n{defects}\n"
        f"请在退回后{hours}小时内再次提交，逾期不予受理。本次为第{rounds}次提交，含初次共{most}次。"
    )


def draft_decline(findings: Sequence[Mapping[str, Any]], rounds: int, most: int) -> str:
    """What a proposal to decline would say, to be edited; nothing while what is wrong could still be mended."""
    hopeless = any(one["outcome"] == Outcome.INELIGIBLE.value for one in findings)
    defects = numbered_defects(findings) if hopeless or rounds >= most else ""
    return f"经审核，不符合申报条件：\n{defects}" if defects else ""
