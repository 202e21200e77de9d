"""``flask integrity lookup``, ``flask lapse`` and ``flask audit verify`` (contract.md section 5)."""

import re
from datetime import datetime
from typing import BinaryIO

import click
from flask.cli import AppGroup, with_appcontext

from zhicheng.commands.console import CONSOLE, answered, print_json, say
from zhicheng.commands.numbers_listed import numbers_listed
from zhicheng.database import db, transaction
from zhicheng.door import present
from zhicheng.integrity.look_up import look_up
from zhicheng.kernel.audit import broken_links, count_entries, holds_head
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.identity_number import has_shape, is_valid, normal_number
from zhicheng.kernel.refusal import RefusalCode
from zhicheng.review.lapse import lapse_overdue

integrity_group = AppGroup("integrity", help="诚信档案。")
audit_group = AppGroup("audit", help="审计记录。")


@integrity_group.command("lookup")
@click.argument("ids", nargs=-1)
@click.option("--file", "listed", type=click.File("rb"), help="CSV 文件，一列为证件号码。")
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="查询哪一天；不给时为今天。")
@answered
def lookup(ids: tuple[str, ...], listed: BinaryIO | None, day: datetime | None) -> None:
    """按证件号码查询是否在诚信记录期内；查询本身记入审计。"""
    if bool(ids) == (listed is not None):
        raise click.UsageError("请给出证件号码，或用 --file 给出一个 CSV 文件，二者选一。")
    given = ids if listed is None else numbers_listed(listed.read())
    numbers, now = [normal_number(number) for number in given], present()
    asked = [number for number in numbers if may_be_number(number)]
    on = day.date() if day else beijing_day(now)
    with transaction(db.session()) as session:
        answers = dict(
            zip(asked, look_up(session, CONSOLE, now, asked, on, "命令行查询"), strict=True),
        )
    for place, number in enumerate(numbers, start=1):
        if answer := answers.get(number):
            print_json(
                {
                    "id": answer.masked_id,
                    "barred": answer.barred,
                    "until": answer.until,
                    "records": answer.records,
                }
            )
            if has_shape(number) and not is_valid(number):
                say(f"第{place}个号码的校验码或出生日期不对，可能有误：没有查到不等于没有记录。")
        else:
            sentence = f"第{place}个不是证件号码，没有查询。请核对后重新查询。"
            print_json({"error": {"code": RefusalCode.BAD_INPUT.value, "message": sentence}})
            say(sentence)
    if len(asked) < len(numbers):
        raise SystemExit(1)


def may_be_number(number: str) -> bool:
    """Any document's number has a digit; ``1.10101E+17`` is what a spreadsheet made of one."""
    printed = number.isprintable() and any(map(str.isdigit, number))
    return printed and not re.fullmatch(r"\d(\.\d+)?E\+\d+", number)


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
@click.option("--head", help="某次备份打印的 audit.head：现在的链是否还包含到那时为止的全部记录。")
@answered
def verify(head: str | None) -> None:
    """核对审计记录的散列链：改动、删除或插入过的记录都会断链；末尾的记录是否被截去，要用 --head 核对。"""
    session = db.session()
    broken = list(broken_links(session))
    told: dict[str, object] = {"entries": count_entries(session), "broken": broken}
    cut = head is not None and not holds_head(session, head.strip().lower())
    print_json(told if head is None else told | {"head": not cut})
    if broken:
        say(f"审计记录被改动：{len(broken)} 处断链，第一处是第 {broken[0]} 号记录。请保留现场并报告。")
    if cut:
        say(
            "给出的散列不在现在的审计链中：如抄录无误，末尾的记录已被截去，或整条链被换过。请保留现场并报告。"
        )
    if broken or cut:
        raise SystemExit(1)


groups = [integrity_group, lapse, audit_group]
