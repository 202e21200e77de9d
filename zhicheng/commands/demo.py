"""``flask demo``: fill an empty database with an invented year."""

import dataclasses
import json
import secrets
from random import Random

import click
from flask import current_app
from flask.cli import with_appcontext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import func, select

from zhicheng.commands.console import answered
from zhicheng.database import db, transaction
from zhicheng.demo.fates import TODAY
from zhicheng.demo.staff import printed_logins
from zhicheng.demo.year import DemoYear
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.quick_store import QuickStore
from zhicheng.intake.submission import Submission
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year
from zhicheng.settings import Demonstration, Settings
from zhicheng.staff.staff import Staff


@click.command("demo")
@click.option("--size", default=300, show_default=True, type=click.IntRange(60, 20_000), help="件数")
@click.option("--seed", default=1, show_default=True, help="同一个数生成同一个年度")
@click.option("--if-empty", is_flag=True, help="数据库里已有人员或申报人时什么也不做")
@with_appcontext
@answered
def demo(size: int, seed: int, if_empty: bool) -> None:
    """Make a demonstration year in an empty database; JSON on standard output says what is there."""
    settings: Settings = current_app.config["ZHICHENG_SETTINGS"]
    session = db.session()
    if any(session.scalar(select(table.id).limit(1)) for table in (Staff, Applicant)):
        if if_empty:
            return
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            "数据库里已有数据，演示年度只能建在空的数据库里。请用 ZHICHENG_INSTANCE 另指定一个目录。",
        )
    if settings.production:
        raise Refusal(
            RefusalCode.NOT_PERMITTED,
            "正式运行的系统里不能建演示年度。请先去掉 ZHICHENG_ENV=production。",
        )
    made = settings.demonstration  # by an attempt that was interrupted, or for a database that is gone
    password = made.password if made else secrets.token_urlsafe(12)
    press = current_app.extensions["zhicheng_press"]
    files = QuickStore(current_app.extensions["zhicheng_files"].folder)
    player = DemoYear(
        load_year("2025"),
        files,
        dataclasses.replace(press, files=files, sample=True),
        Random(seed),  # noqa: S311 (fates of invented people, not keys)
    )
    columns = (TextColumn("演示年度"), BarColumn(), MofNCompleteColumn())
    # One transaction: whoever interrupts it finds the database empty, and starts again.
    with (
        Progress(*columns, console=Console(stderr=True), transient=True) as progress,
        transaction(session),
    ):
        task = progress.add_task("", total=None)
        player.play(
            session, size, password, lambda done, total: progress.update(task, completed=done, total=total)
        )
        files.settle()
        if made is None:
            Demonstration(TODAY, password).write(settings.instance)
    counts = session.execute(select(Submission.status, func.count()).group_by(Submission.status))
    click.echo(
        json.dumps(
            {
                "today": TODAY.isoformat(),
                "submissions": {status.value: count for status, count in counts},
                "logins": {name: label for label, name in printed_logins()},
                "password": password,
            },
            ensure_ascii=False,
        )
    )


groups = [demo]
