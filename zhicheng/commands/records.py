"""``flask integrity lookup``, ``flask lapse`` and ``flask audit verify`` (contract.md section 5)."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

import click
from flask.cli import AppGroup, with_appcontext

from zhicheng.commands.console import CONSOLE, answered, print_json, say
from zhicheng.database import db, transaction
from zhicheng.door import present
from zhicheng.integrity.look_up import look_up
from zhicheng.kernel.audit import broken_links, count_entries
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.lapse import lapse_overdue

integrity_group = AppGroup("integrity", help="诚信档案。")
audit_group = AppGroup("audit", help="审计记录。")


@integrity_group.command("lookup")
@click.argument("ids", nargs=-1)
@click.option("--file", "listed", type=click.File("rb"), help="CSV 文件，第一列为证件号码。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="查询哪一天；不给时为今天。")
@answered
def lookup(ids: tuple[str, ...], listed: BinaryIO | None, day: datetime | None) -> None:
    """按证件号码查询是否在诚信记录期内；查询本身记入审计。"""
    if bool(ids) == (listed is not None):
        raise click.UsageError("请给出证件号码，或用 --file 给出一个 CSV 文件，二者选一。")
    numbers = list(ids) if listed is None else list(first_column(listed.read()))
    now = present()
    with transaction(db.session()) as session:
        answers = look_up(
            session, CONSOLE, now, numbers, day.date() if day else beijing_day(now), "命令行查询"
        )
    for answer in answers:
        print_json(
            {
                "id": answer.masked_id,
                "barred": answer.barred,
                "until": answer.until,
                "records": answer.records,
            }
        )


@click.command("lapse")
@with_appcontext
@answered
def lapse() -> None:
    """把退回后逾期未再次提交的申报转为逾期不予受理。"""
    with transaction(db.session()) as session:
        lapsed = [(one.number, one.reference) for one in lapse_overdue(session, CONSOLE, present())]
    for number, reference in lapsed:
        print_json({"number": number, "reference": reference, "status": "lapsed"})
    say(f"逾期不予受理 {len(lapsed)} 件。")


@audit_group.command("verify")
@answered
def verify() -> None:
    """核对审计记录的散列链：改动、删除或插入过的记录都会断链。"""
    session = db.session()
    broken = list(broken_links(session))
    print_json({"entries": count_entries(session), "broken": broken})
    if broken:
        say(f"审计记录被改动：{len(broken)} 处断链，第一处是第 {broken[0]} 号记录。请保留现场并报告。")
        raise SystemExit(1)


groups = [integrity_group, lapse, audit_group]


def first_column(content: bytes) -> Iterator[str]:
    """The first column of a CSV file in UTF-8 or GB 18030, without a heading and without blanks."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refusal(RefusalCode.BAD_INPUT, "CSV 文件应为 UTF-8 或 GB 18030 编码。请另存后重试。")
    for row in csv.reader(io.StringIO(text)):
        cell = row[0].strip() if row else ""
        if any(character.isdigit() for character in cell):
            yield cell
