"""What each wording has to say: the closed list of letters and templates, their parts, and the facts they can name.

A new sentence is data; a new letter, part or fact is a line here and a line in the verb that gives the fact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Slots:
    """``knows``: the facts that any part may name. ``parts``: each part with the facts that it must name.

    ``rows``: the facts that its table must name; None where it has no table.
    """

    label: str
    knows: frozenset[str]
    parts: Mapping[str, frozenset[str]]
    rows: frozenset[str] | None = None


def _slots(label: str, knows: str, parts: Mapping[str, str], rows: str | None = None) -> Slots:
    return Slots(
        label,
        frozenset(knows.split()),
        {part: frozenset(must.split()) for part, must in parts.items()},
        None if rows is None else frozenset(rows.split()),
    )


_CASE = "body office cycle number name unit title series specialty level route round rounds day"
_SIGNED = {"title": "", "reference": "", "signature": "body"}
_BATCH = "body office cycle batch notice_number count size root published_on"
_NOTICE = {
    "title": "",
    "addressee": "",
    "effect": "",
    "closing": "",
    "signature": "body",
    "digest": "root",
    "withheld": "place",
}
_SEALED = {"title": "", "contact": "", "signature": "unit", "signed_on": ""}
_UNIT = (
    "name sex birth_month education degree post held held_on title series specialty level route route_clause "
    "unit department first last working_days result_on report_on objections appraisals cycle body basis place count"
)

SLOTS: Final[Mapping[str, Slots]] = {
    "return_letter": _slots(
        "退回补正通知",
        f"{_CASE} submitted_at returned_at due_at hours count clause defect next_round what days holiday first last "
        "days_off",
        _SIGNED
        | {
            "addressee": "name",
            "opening": "number round rounds count",
            "defect": "defect",
            "defect_with_clause": "clause defect",
            "deadline": "due_at hours",
            "late": "",
            "rounds_left": "next_round rounds",
            "slow_cure": "what days",
            "holiday": "holiday first last",
            "closing": "",
        },
    ),
    "decline_letter": _slots(
        "不予通过通知",
        f"{_CASE} submitted_at decided_on reason clauses",
        _SIGNED
        | {
            "addressee": "name",
            "opening": "number",
            "reason_with_clauses": "clauses",
            "reason": "",
            "objection": "",
            "closing": "",
        },
    ),
    "receipt": _slots(
        "受理回执",
        f"{_CASE} submitted_at received_at attachments",
        _SIGNED | {"addressee": "name", "opening": "number round rounds", "after": "", "closing": ""},
        rows="number submitted_at",
    ),
    "revocation_decision": _slots(
        "撤销决定",
        f"{_CASE} certificate issued_on revoked_at reason",
        _SIGNED
        | {
            "addressee": "name",
            "opening": "certificate",
            "reason": "",
            "effect": "revoked_at",
            "objection": "",
            "closing": "",
        },
        rows="certificate name",
    ),
    "integrity_extract": _slots(
        "诚信查询证明",
        "body asked_by asked_at asked_on reason count place who result until day",
        _SIGNED
        | {
            "opening": "asked_by asked_at asked_on count",
            "barred": "until",
            "free": "",
            "name_only": "",
            "use": "",
            "closing": "",
        },
        rows="who result",
    ),
    "decision_notice": _slots(
        "任职资格文件",
        f"{_BATCH} basis place",
        _NOTICE | {"opening": "batch count"},
    ),
    "name_list": _slots(
        "任职资格人员名单",
        f"{_BATCH} place number name unit series specialty title level route acquired_on",
        {"title": "", "caption": "notice_number count"},
        rows="place name title",
    ),
    "erratum_notice": _slots(
        "更正通知",
        f"{_BATCH} basis place original original_notice reason",
        _NOTICE | {"opening": "original original_notice count reason"},
    ),
    "erratum_list": _slots(
        "任职资格人员名单更正事项",
        f"{_BATCH} place number name original original_notice entry old new reason",
        {"title": "", "caption": "notice_number original_notice count"},
        rows="place name entry old new reason",
    ),
    "unit_publicity": _slots(
        "推荐单位公示",
        _UNIT,
        {"opening": "count route", "period": "first last working_days", "objections": ""} | _SEALED,
        rows="name title",
    ),
    "unit_publicity_result": _slots(
        "推荐单位公示结果",
        _UNIT,
        {"opening": "name first last working_days", "result": "objections", "closing": ""} | _SEALED,
    ),
    "unit_report": _slots(
        "推荐报告",
        _UNIT,
        {
            "addressee": "",
            "opening": "name title route",
            "conduct": "",
            "publicity": "first last",
            "recommendation": "name title",
            "department": "",
        }
        | _SEALED,
        rows="name title",
    ),
}
