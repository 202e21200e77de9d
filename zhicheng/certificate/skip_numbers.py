"""Take numbers out of use that were given but are not in the register: the office was restored from an older backup."""

from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.gaps import skipped_serials
from zhicheng.certificate.number import series_of
from zhicheng.certificate.status_entry import close_list
from zhicheng.kernel import audit
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.serial import held
from zhicheng.review.review import must_give_opinion
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Permission

MOST: Final = 1000
"""How many at a time: what a slip of the pen can cost of the 99,999 of a year."""


def skip_numbers(session: Session, actor: Actor, now: datetime, year: int, serial: int, reason: str) -> range:
    """Never give the serials of ``year`` up to ``serial``; those taken out of use now, none when they were before. Their
    places in the status list are not drawn again either. Why is in the trail, and so among the gaps.

    Raises Refusal ``not_permitted``, ``other_office`` (the numbers are those of both), ``opinion_required``,
    ``wrong_status`` where the register has the serial, ``bad_input`` for another year or more than ``MOST``.
    """
    for office in Office:
        actor.must(Permission.ISSUE, office)
    must_give_opinion(reason, "停用编号")
    this = beijing_day(now).year
    if year != this:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"应为 {this} 年的编号，给出的是 {year} 年的；其他年度的编号不会再用到，无须停用。",
        )
    counter = held(session, series_of(year))
    last = counter.last
    if serial <= last:
        if serial in skipped_serials(session, counter):
            return range(0)
        raise Refusal(RefusalCode.WRONG_STATUS, _used(session, year, serial, last))
    if serial - last > MOST:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"一次最多停用 {MOST:,} 个编号；从 {last + 1:05d} 到 {serial:05d} 有 {serial - last:,} 个。"
            "请核对编号；确实如此的，请用流水号分几次停用。",
        )
    counter.last = serial
    close_list(session, serial - last)
    audit.note(session, actor, now, "skip_numbers", counter, {"last": [last, serial]}, reason.strip())
    return range(last + 1, serial + 1)


def _used(session: Session, year: int, serial: int, last: int) -> str:
    """Why there is nothing to skip."""
    row = session.scalar(select(Certificate).where(Certificate.year == year, Certificate.serial == serial))
    known = (
        f"流水号 {serial:05d} 已用于证书 {row.number}（{row.status.label}）"
        if row
        else f"流水号已到 {last:05d}"
    )
    return f"应为尚未登记的编号；{known}，不能停用。请与手中的证书核对。"
