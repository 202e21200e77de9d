"""Opening a file: one open submission per person and cycle, none after a lapse (clauses 5.1, 6.1)."""

import msgspec
import pytest
from sqlalchemy.orm import Session

from tests.builders import LATER, YEAR, a_case, a_submission, an_actor
from tests.refused import refused
from zhicheng.exchange.declare_case import applicant_of, declared_of, employer_of
from zhicheng.intake.know import know_applicant, know_employer
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.register import register
from zhicheng.intake.submission import Submission
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role


def register_again(
    session: Session, before: Submission, clerk: Actor | None = None, reason: str = "", year: object = YEAR
) -> Submission:
    """Another file for the person of ``before``."""
    case = a_case()
    clerk = clerk or an_actor(session, Role.CLERK)
    return register(
        session,
        clerk,
        LATER,
        year,  # type: ignore[arg-type]
        reference=case.reference,
        route=case.route,
        applicant=before.applicant,
        declared=declared_of(case, know_employer(session, employer_of(case))),
        despite_lapse=reason,
    )


def test_numbers_count_up_within_the_cycle(session: Session) -> None:
    numbers = [a_submission(session, Status.DRAFT).number for _ in range(3)]
    assert numbers == ["2025-00001", "2025-00002", "2025-00003"]


@pytest.mark.parametrize(
    "status", [Status.DRAFT, Status.QUEUED, Status.IN_REVIEW, Status.REVIEWED, Status.RETURNED]
)
def test_5_1_a_second_open_submission_of_a_person_is_refused(session: Session, status: Status) -> None:
    with refused("already_open"):
        register_again(session, a_submission(session, status))


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DECLINED, Status.APPROVED, Status.ANNULLED])
def test_after_an_end_a_new_file_may_be_opened_and_the_rounds_count_on(
    session: Session, status: Status
) -> None:
    assert register_again(session, a_submission(session, status)).rounds == 1


def test_6_1c_after_a_lapse_nothing_in_the_cycle_unless_staff_give_a_reason(session: Session) -> None:
    lapsed = a_submission(session, Status.LAPSED)
    with refused("lapsed"):
        register_again(session, lapsed)
    with refused("lapsed"):
        register_again(session, lapsed, reason="  ")
    assert register_again(session, lapsed, reason="平台故障，经批准").rounds == 1


def test_5_1_after_a_lapse_and_a_new_file_it_is_the_open_one_that_stands_in_the_way(session: Session) -> None:
    lapsed = a_submission(session, Status.LAPSED)
    opened = register_again(session, lapsed, reason="平台故障，经批准")
    with refused("already_open") as told:
        register_again(session, lapsed)
    assert opened.number in told.value.sentence


@pytest.mark.parametrize(("after_lapse", "rounds"), [("counter_goes_on", 1), ("counter_starts_again", 0)])
def test_p_20_a_parameter_lets_a_lapsed_person_file_again(
    session: Session, after_lapse: str, rounds: int
) -> None:
    choice = msgspec.structs.replace(YEAR.parameter.after_lapse, value=after_lapse)
    parameter = msgspec.structs.replace(YEAR.parameter, after_lapse=choice)
    year = msgspec.structs.replace(YEAR, parameter=parameter)
    assert register_again(session, a_submission(session, Status.LAPSED), year=year).rounds == rounds


def test_the_route_decides_the_office_and_others_are_refused(session: Session) -> None:
    clerk = an_actor(session, Role.CLERK, Office.TITLE_OFFICE)
    with refused("other_office"):
        register_again(session, a_submission(session, Status.WITHDRAWN), clerk)


def test_a_reviewer_does_not_register(session: Session) -> None:
    with refused("not_permitted"):
        register_again(session, a_submission(session, Status.WITHDRAWN), an_actor(session, Role.REVIEWER))


def test_a_route_that_the_year_does_not_know_is_bad_input(session: Session) -> None:
    case, clerk = a_case(), an_actor(session, Role.CLERK)
    with refused("bad_input"):
        register(
            session,
            clerk,
            LATER,
            YEAR,
            reference="X",
            route="by_acclamation",
            applicant=know_applicant(session, clerk, LATER, applicant_of(case)),
            declared=declared_of(case, employer_of(case)),
        )


def test_4_1_a_known_number_with_another_name_is_bad_input_while_other_files_hang_on_it(
    session: Session,
) -> None:
    first = a_submission(session, Status.WITHDRAWN)
    register_again(session, first)
    said = applicant_of(a_case(applicant={"id_number": first.applicant.id_number, "name": "别人"}))
    with refused("bad_input"):
        know_applicant(session, an_actor(session, Role.CLERK), LATER, said)


def test_4_1_the_only_file_of_a_person_may_correct_the_name(session: Session) -> None:
    first = a_submission(session, Status.RETURNED)
    said = applicant_of(a_case(applicant={"id_number": first.applicant.id_number, "name": "正确姓名"}))
    assert know_applicant(session, an_actor(session, Role.CLERK), LATER, said) is first.applicant
    assert first.applicant.name == "正确姓名"


def test_the_same_unit_is_one_row_and_another_wording_is_another(session: Session) -> None:
    case = a_case()
    first = know_employer(session, employer_of(case))
    assert know_employer(session, employer_of(case)) is first
    other = a_case(employer={"supervising_department": None})
    assert know_employer(session, employer_of(other)) is not first
