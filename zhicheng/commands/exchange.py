"""``flask eligibility``, ``flask policy`` and ``flask intake``: files in, lines of JSON out (contract.md section 5).

``eligibility`` and ``policy`` (but for ``what-if``) need no database: they work where there is none.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click
import msgspec
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.checks.what_if import what_if
from zhicheng.commands.console import CONSOLE, answered, print_json, print_line, say, watched
from zhicheng.database import db, transaction
from zhicheng.door import present
from zhicheng.exchange.case_lines import read_cases
from zhicheng.exchange.eligibility_lines import check_lines
from zhicheng.exchange.export_cases import export_cases
from zhicheng.exchange.import_cases import import_cases
from zhicheng.exchange.lines import read_lines
from zhicheng.exchange.rehearse import rehearse
from zhicheng.exchange.verdict_line import is_error
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.kernel.table import portions
from zhicheng.policy.alternatives import altered, alternative
from zhicheng.policy.check import check_year
from zhicheng.policy.diff import diff_years
from zhicheng.policy.load import load_year

CYCLE = click.option("--cycle", default="2025", show_default=True, help="年度。")
FILE = click.argument("file", type=click.File("rb"))

eligibility_group = click.Group("eligibility", help="资格条件检查，不需要数据库。")
policy_group = click.Group("policy", help="年度政策文件；除 what-if 外不需要数据库。")
intake_group = AppGroup("intake", help="受理申报。")
groups = [eligibility_group, policy_group, intake_group]


@eligibility_group.command("check")
@FILE
@CYCLE
@answered
def check(file: BinaryIO, cycle: str) -> None:
    """逐行检查案卷文件，每行输出一个结论。"""
    wrong = 0
    for line in check_lines(watched(file, file, "资格检查"), cycle):
        wrong += is_error(line)
        print_line(line)
    finish(wrong, f"{wrong} 行不是案卷文件。")


@policy_group.command("check")
@click.argument("year")
@answered
def check_policy(year: str) -> None:
    """检查一个年度的政策文件和工作日历。"""
    remarks = check_year(year)
    errors = [remark for remark in remarks if remark.weight == "error"]
    print_json({"year": year, "ok": not errors, "remarks": remarks})
    for remark in remarks:
        say(f"{remark.where} {remark.message}")
    finish(len(errors), f"{year} 年度的政策文件不能使用。")


@policy_group.command("diff")
@click.argument("before")
@click.argument("after")
@answered
def diff(before: str, after: str) -> None:
    """比较两个年度的政策文件。"""
    for change in diff_years(load_year(before), load_year(after)):
        print_line(msgspec.json.encode(change, enc_hook=str))


@policy_group.command("what-if")
@click.argument("year")
@click.argument("change", metavar="KEY=VALUE")
@click.option("--most", type=click.IntRange(1), help="最多重算多少件；不给时全部重算。")
@with_appcontext
@answered
def what_if_changed(year: str, change: str, most: int | None) -> None:
    """假设一项口径改变，本年度哪些申报的结论会变；不存入任何内容。例：policy what-if 2025 P-10=W-excl。"""
    key, equals, value = change.partition("=")
    if not equals:
        raise click.UsageError("请写成 KEY=VALUE，如 P-10=W-excl 或 publicity.working_days=7。")
    policy = load_year(year)
    result = what_if(db.session(), CONSOLE, policy, altered(policy, key, value), most)
    for one in result.flipped:
        print_json(
            {
                "number": one.number,
                "route": one.route,
                "status": one.status,
                "before": one.before,
                "after": one.after,
                "differences": one.differences,
            }
        )
    print_json(
        {
            "key": key,
            "value": value,
            "judged": alternative(policy, key).judged,
            "total": result.total,
            "replayed": result.replayed,
            "flipped": len(result.flipped),
            "touched": len(result.touched),
        }
    )
    say(
        f"共 {result.total} 件，重算 {result.replayed} 件，结论会变 {len(result.flipped)} 件。没有存入任何内容。"
    )


@policy_group.command("rehearse")
@click.argument("scenario", type=click.File("rb"))
@CYCLE
@answered
def rehearse_scenario(scenario: BinaryIO, cycle: str) -> None:
    """按脚本演练：在自己的内存数据库里，用固定的时钟，走真实的流程。"""
    year, surprises = load_year(cycle), 0
    for played in rehearse(watched(read_lines(scenario), scenario, "演练"), year):
        print_line(played.text)
        if played.surprise:
            surprises += 1
            say(played.surprise)
    finish(surprises, f"{surprises} 行与预期不符。")


@intake_group.command("import")
@FILE
@click.option(
    "--files",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="附件所在的文件夹；不给时只登记附件名称。",
)
@click.option("--dry-run", is_flag=True, help="只试不存。")
@CYCLE
@answered
def import_file(file: BinaryIO, folder: Path | None, dry_run: bool, cycle: str) -> None:
    """导入案卷文件（JSON Lines 或 xlsx），每行一份报告；同一文件导入两次不会重复。"""
    year = load_year(cycle)
    store = current_app.extensions["zhicheng_files"]
    counted: dict[str, int] = {}
    lines = watched(read_cases(file, year), file, "导入")
    for report in import_cases(
        db.session(), CONSOLE, present(), year, store, lines, folder=folder, dry_run=dry_run
    ):
        counted[report.outcome] = counted.get(report.outcome, 0) + 1
        line = msgspec.to_builtins(report)
        del line["key"]  # of the row, for the screen's links
        print_json(line)
    kinds = {"taken_in": "受理", "resubmitted": "再次提交", "unchanged": "没有变化", "refused": "未导入"}
    summary = "，".join(f"{label} {counted[kind]} 件" for kind, label in kinds.items() if kind in counted)
    say(("试运行，没有存入任何内容：" if dry_run else "") + (summary or "文件中没有案卷") + "。")
    finish(counted.get("refused", 0), "")


@intake_group.command("export")
@click.argument("numbers", nargs=-1, metavar="受理号…")
@answered
def export(numbers: tuple[str, ...]) -> None:
    """按受理号导出案卷，每行一份，可再导入；不给受理号时导出全部。内有完整证件号码，导出会记入审计。"""
    with transaction(db.session()) as session:
        chosen = by_number(session, numbers) if numbers else None
        lines = export_cases(session, CONSOLE, present(), chosen)
    for line in lines:
        print_line(line)


def by_number(session: Session, numbers: Sequence[str]) -> list[int]:
    """The keys of submissions; Refusal ``not_found`` names the numbers that nobody bears."""
    found: dict[str, int] = {}
    for part in portions(numbers):
        rows = session.execute(select(Submission.number, Submission.id).where(Submission.number.in_(part)))
        found |= dict(rows.all())
    if unknown := [number for number in numbers if number not in found]:
        raise Refusal(
            RefusalCode.NOT_FOUND, f"没有受理号为 {'、'.join(unknown)} 的申报，什么也没有导出。请核对后再试。"
        )
    return list(found.values())


def finish(wrong: int, sentence: str) -> None:
    """Exit 1 with ``sentence`` where something was wrong."""
    if wrong:
        if sentence:
            say(sentence)
        raise SystemExit(1)
