"""Open a file for a person in a cycle."""

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.declared import Declared
from zhicheng.intake.lifecycle import OPEN, Status
from zhicheng.intake.submission import Submission
from zhicheng.kernel import audit
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.serial import next_serial
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Permission

_FIND = select(Submission.id).where(
    Submission.cycle == bindparam("cycle"), Submission.reference == bindparam("reference")
)
_EARLIER = (
    select(Submission.number, Submission.status, Submission.rounds)
    .where(Submission.applicant_id == bindparam("person"), Submission.cycle == bindparam("cycle"))
    .order_by(Submission.id.desc())  # an open one can only be the newest
)


def register(
    session: Session,
    actor: Actor,
    now: datetime,
    year: PolicyYear,
    *,
    reference: str,
    route: str,
    applicant: Applicant,
    declared: Declared,
    despite_lapse: str = "",
) -> Submission:
    """Open a draft. One open submission per person and cycle (clause 5.1); none after a lapse (P-20) unless staff give
    a reason in ``despite_lapse``. Rounds used before in the cycle go on counting (P-06: each arrival counts).

    Raises Refusal ``already_open``, ``lapsed``, ``not_permitted``, ``other_office``.
    """
    office = office_of(year, route)
    actor.must(Permission.EDIT_FILES, office)
    earlier = session.connection().execute(_EARLIER, {"person": applicant.id, "cycle": year.cycle}).all()
    after_lapse = year.parameter.after_lapse.value
    for one in earlier:
        if one.status in OPEN:
            raise Refusal(
                RefusalCode.ALREADY_OPEN,
                f"{applicant.name} 本年度已有在办申报 {one.number}（{one.status.label}），同一年度只能办理一件。"
                "请在该件上继续办理，或先撤回该件。",
                number=one.number,
            )
        if one.status is Status.LAPSED and after_lapse == "override_only" and not despite_lapse.strip():
            raise Refusal(
                RefusalCode.LAPSED,
                f"{applicant.name} 的申报 {one.number} 退回后逾期，本年度不予受理。"
                "确有特殊情况的，请工作人员写明理由后重新登记。",
                number=one.number,
            )
    submission = Submission(
        number=f"{year.cycle}-{next_serial(session, f'submission {year.cycle}'):05d}",
        reference=reference,
        cycle=year.cycle,
        route=route,
        office=office,
        status=Status.DRAFT,
        rounds=max((one.rounds for one in earlier if counts_on(one.status, after_lapse)), default=0),
        applicant=applicant,
        registered_at=now,
    )
    declared.write_to(submission)
    session.add(submission)
    session.flush()
    declared.add_facts(session, submission)
    audit.note(
        session,
        actor,
        now,
        "register",
        submission,
        {"status": [None, Status.DRAFT.value], "number": [None, submission.number]},
        despite_lapse,
    )
    return submission


def counts_on(earlier: Status, after_lapse: str) -> bool:
    """Whether the rounds of an earlier submission of the cycle go on counting (P-06); after a lapse P-20 says so."""
    return earlier is not Status.LAPSED or after_lapse != "counter_starts_again"


def office_of(year: PolicyYear, route: str) -> Office:
    """The office that the policy gives ``route`` to; ``bad_input`` for a route that the year does not know."""
    known = year.routes.get(route)
    if known is None:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"{year.cycle} 年度没有“{route}”这一申报类别，请从六个类别中选择。"
        )
    return Office(known.office)


def find_submission(session: Session, cycle: str, reference: str) -> Submission | None:
    """The submission that the sender knows by ``reference``."""
    key = session.connection().execute(_FIND, {"cycle": cycle, "reference": reference}).scalar()
    return None if key is None else session.get(Submission, key)
