"""Scenes of the integrity archive: old records, a new one, lifts by two people."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.demo.cases import invent_case
from zhicheng.demo.play import Play
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.integrity.add_record import add_record
from zhicheng.integrity.lift_record import lift_record, propose_lift
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.policy.vocabulary import IdType


def old_records(play: Play, session: Session, now: datetime) -> None:
    """Records of earlier years: one has run out, one still bars, one was lifted by two people."""
    for serial, day in ((901, date(2021, 11, 3)), (902, date(2023, 4, 18)), (903, date(2024, 2, 29))):
        person = invent_case(play.random, play.year, serial, "initial_junior", now).person
        record = enter(play, session, now, person.name, person.id_number, day, serial - 900)
        if serial == 903:
            reason, number = "复核查明系用人单位填报差错。", "乌人社职诚〔2025〕2号"
            propose_lift(session, play.people["chengxin"], now, record, reason=reason, decision_number=number)
            lift_record(session, play.people["chengxin2"], now, record)


def new_record(play: Play, session: Session, now: datetime) -> None:
    """A fresh record about somebody whose submission waits for approval, and a lift that waits for its second person."""
    waiting = session.scalars(
        select(Submission).where(Submission.status == Status.REVIEWED).order_by(Submission.id)
    ).first()
    if waiting is not None:
        enter(play, session, now, waiting.applicant.name, waiting.applicant.id_number, now.date(), 8)
    open_record = session.scalars(
        select(IntegrityRecord).where(IntegrityRecord.lifted_on.is_(None)).order_by(IntegrityRecord.id)
    ).first()
    if open_record is not None:
        propose_lift(
            session,
            play.people["chengxin2"],
            now,
            open_record,
            reason="记录期已届满，申请归档。",
            decision_number="乌人社职诚〔2025〕9号",
        )


def enter(
    play: Play, session: Session, now: datetime, name: str, id_number: str, day: date, serial: int
) -> IntegrityRecord:
    """An entry of the archive."""
    return add_record(
        session,
        play.people["chengxin"],
        now,
        play.year,
        IntegrityRecord(
            name=name,
            id_type=IdType.RESIDENT_IDENTITY_CARD,
            id_number=id_number,
            from_date=day,
            facts_found="申报材料中的工作证明与实际不符。",
            legal_basis="《职称评审管理暂行规定》（人社部令第40号）、新人社规〔2022〕6号",
            decision_number=f"乌人社职诚〔{day.year}〕{serial}号",
            decision_body=play.year.certificate.issuing_body,
        ),
    )
