"""``policy rehearse``: play a scenario with the real verbs, under its own clock, in a database of its own.

Each line is a transaction: refused, it leaves nothing, as in the office. A line that defines a case is answered too
(done, no status, round 0). What comes back after its 48 hours is refused and lapses then and there (clause 6.1c, Q07).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec

from zhicheng.checks.dossier import Dossier
from zhicheng.database import transaction
from zhicheng.exchange.own_database import own_database
from zhicheng.exchange.rehearsal_acts import PLAYS, Act, Stage, certificate_of
from zhicheng.exchange.rehearsal_people import ROLE_FOR, People
from zhicheng.exchange.scenario import NoScenario, Step, read_named, read_scenario_line
from zhicheng.intake.lifecycle import Status
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.year import PolicyYear
from zhicheng.review.lapse import lapse
from zhicheng.staff.actor import SYSTEM

REFERENCE_LENGTH = 40


@dataclass(frozen=True)
class Played:
    """The answer to one line, as JSON without a line end; ``surprise`` says what came other than expected."""

    text: bytes
    surprise: str | None = None


def rehearse(lines: Iterable[tuple[int, bytes | Refusal]], year: PolicyYear) -> Iterator[Played]:
    """Answer every line of a scenario, in order."""
    with own_database() as session:
        stage = Stage(session, year)
        for number, line in lines:
            try:
                if isinstance(line, Refusal):
                    raise line
                read = read_scenario_line(line, year)
                if isinstance(read, Step) and read.case not in stage.cases:
                    raise NoScenario("$.case", f"“{read.case}”没有先用 define 定义")
            except Refusal as refusal:
                yield _malformed(number, refusal)
                continue
            yield _define(stage, number, *read) if isinstance(read, tuple) else _play(stage, number, read)


def _define(stage: Stage, number: int, name: str, case: Dossier) -> Played:
    """The scenario's name is what tells cases apart: a reference that another one has gets the name added."""
    taken = {other.reference for known, other in stage.cases.items() if known != name}
    if case.reference in taken:
        mark = f"-{name}"
        reference = case.reference[: REFERENCE_LENGTH - len(mark[:REFERENCE_LENGTH])] + mark
        case = msgspec.structs.replace(case, reference=reference[-REFERENCE_LENGTH:])
    stage.cases[name] = case
    return Played(_answer(number, done=True, refusal=None, status=None, round_number=0, certificate=None))


def _play(stage: Stage, number: int, step: Step) -> Played:
    refusal: Refusal | None = None
    before = dict(stage.submissions), dict(stage.people.keys)
    try:
        with transaction(stage.session):
            if step.as_ is None:
                actor = stage.people.made(stage.session, step.at, ROLE_FOR[step.do])
            else:
                actor = stage.people.named(stage.session, step.at, read_named(step.as_))
            PLAYS[step.do](Act(stage, actor, step.at, step))
    except Refusal as said:
        refusal = said
        stage.submissions, stage.people = before[0], People(before[1])
        if said.code is RefusalCode.PAST_48_HOURS:
            with transaction(stage.session):
                late = stage.submission(step.case)
                if late is not None and late.status is Status.RETURNED:
                    lapse(stage.session, SYSTEM, step.at, late)
    submission = stage.submission(step.case)
    certificate = certificate_of(stage.session, submission) if submission else None
    text = _answer(
        number,
        done=refusal is None,
        refusal=refusal.code.value if refusal else None,
        status=submission.status.value if submission else None,
        round_number=submission.rounds if submission else 0,
        certificate=certificate.number if certificate else None,
    )
    return Played(text, _surprise(number, step, refusal))


def _surprise(number: int, step: Step, refusal: Refusal | None) -> str | None:
    """What came other than the line expected, in a sentence."""
    came = f"被拒绝（{refusal.code.value}）：{refusal.sentence}" if refusal else "已办理"
    if step.expect == "done" and refusal is not None:
        return f"第{number}行：应当办理，实际{came}"
    if (step.expect == "refused" or step.refusal) and refusal is None:
        return f"第{number}行：应当被拒绝{f'（{step.refusal}）' if step.refusal else ''}，实际{came}。"
    if step.refusal and refusal is not None and refusal.code.value != step.refusal:
        return f"第{number}行：应当被拒绝（{step.refusal}），实际{came}"
    return None


def _answer(
    number: int,
    *,
    done: bool,
    refusal: str | None,
    status: str | None,
    round_number: int,
    certificate: str | None,
) -> bytes:
    return msgspec.json.encode(
        {
            "line": number,
            "done": done,
            "refusal": refusal,
            "status": status,
            "round": round_number,
            "certificate": certificate,
        }
    )


def _malformed(number: int, refusal: Refusal) -> Played:
    path = str(refusal.facts.get("path", "$"))
    error = {"code": refusal.code.value, "path": path, "message": refusal.sentence}
    return Played(msgspec.json.encode({"line": number, "error": error}), f"第{number}行：{refusal.sentence}")
