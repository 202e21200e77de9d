"""``flask certificate void``, ``gaps``, ``skip-to``: numbers under which there is no certificate."""

import re

import click
from sqlalchemy import select

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.gaps import gaps
from zhicheng.certificate.number import year_and_serial
from zhicheng.certificate.skip_numbers import skip_numbers
from zhicheng.certificate.void import void
from zhicheng.commands.certificate import FINISHER, certificate_group, patterns
from zhicheng.commands.console import answered, print_json, say
from zhicheng.database import db, transaction
from zhicheng.door import present
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode


@certificate_group.command("void")
@click.argument("number")
@click.option("--reason", required=True, help="作废理由，写入审计。")
@answered
def void_number(number: str, reason: str) -> None:
    """作废一个已留出、无法制成的编号；编号不再使用，理由可查。"""
    with transaction(db.session()) as session:
        certificate = session.scalar(select(Certificate).where(Certificate.number == number.strip()))
        if certificate is None:
            raise Refusal(RefusalCode.NOT_FOUND, f"没有编号为 {number} 的证书。请核对编号。")
        void(session, FINISHER, present(), certificate, reason)
        told = {"number": certificate.number, "status": certificate.status.value}
    print_json(told)


@certificate_group.command("gaps")
@click.argument("year", type=int, required=False)
@answered
def list_gaps(year: int | None) -> None:
    """列出一年证书编号中没有对应证书的流水号，各附理由，每行一个 JSON。"""
    for gap in gaps(db.session(), year or beijing_day(present()).year):
        print_json(
            {
                "serial": gap.serial,
                "number": gap.number,
                "status": gap.status and gap.status.value,
                "at": gap.at,
                "who": gap.who,
                "reason": gap.reason,
            }
        )


@certificate_group.command("skip-to")
@click.argument("number", metavar="NUMBER|SERIAL")
@click.option("--reason", required=True, help="停用理由，写入审计和编号缺口清单。")
@answered
def skip_to(number: str, reason: str) -> None:
    """从旧备份恢复之后：停用到这个编号（或今年的流水号）为止尚未登记的编号，不会再次发出。"""
    now = present()
    year, serial = year_and_serial_in(number, beijing_day(now).year)
    with transaction(db.session()) as session:
        skipped = skip_numbers(session, FINISHER, now, year, serial, reason)
    print_json({"year": year, "skipped": len(skipped), "first": min(skipped, default=None), "last": serial})
    if skipped:
        say(
            f"已停用 {len(skipped):,} 个编号，流水号 {skipped[0]:05d} 至 {serial:05d}；此后从 {serial + 1:05d} 起编号。"
        )
    else:
        say(f"流水号 {serial:05d} 先前已停用，没有改动。")


def year_and_serial_in(asked: str, this: int) -> tuple[int, int]:
    """Of a whole number, or of a serial of ``this`` year. Raises Refusal ``bad_input``."""
    for pattern in patterns():
        if found := year_and_serial(asked, pattern):
            return found
    if re.fullmatch("[0-9]{1,5}", asked):
        return this, int(asked)
    raise Refusal(RefusalCode.BAD_INPUT, f"应为证书编号，或不超过5位的流水号；{asked} 不是。请对照证书核对。")


groups = [certificate_group]
