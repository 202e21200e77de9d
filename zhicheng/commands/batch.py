"""``flask batch verify [NUMBER]``: whether frozen name lists still say what was frozen, as JSON."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from zhicheng.commands.console import answered, print_json, say
from zhicheng.database import db
from zhicheng.decision.check_list import ListCheck, check_all_lists, check_list
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.review.batch import Batch

batch_group = AppGroup("batch", help="批次与名单。")


@batch_group.command("verify")
@click.argument("number", required=False)
@answered
def verify(number: str | None) -> None:
    """核对批次冻结的名单：逐行重算摘要，与冻结时及审计记录所记比对；不给批次号时核对全部。"""
    session = db.session()
    if number is None:
        checks = list(check_all_lists(session))
    else:
        batch = session.scalar(select(Batch).where(Batch.number == number))
        if batch is None:
            raise Refusal(RefusalCode.NOT_FOUND, f"没有批次 {number[:20]}。请核对批次号。")
        checks = [check_list(session, batch)]
    for check in checks:
        print_json(in_words(check))
    bad = [check.batch.number for check in checks if check.faults]
    if bad:
        say(f"名单被改动：{'、'.join(bad)}。请保留现场并报告。")
        raise SystemExit(1)


def in_words(check: ListCheck) -> dict[str, object]:
    """One batch as JSON; a batch without a frozen list has no root, and none is made up."""
    return {
        "batch": check.batch.number,
        "status": check.batch.status.value,
        "size": check.listed.size if check.listed else None,
        "root": check.listed.root if check.listed else None,
        "whole": check.whole,
        "faults": check.faults,
    }


groups = [batch_group]
