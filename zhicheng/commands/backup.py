"""``flask backup``: the whole office in one sealed file, checked, and brought back (docs/operations.md)."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from zhicheng.backup.archive import Manifest
from zhicheng.backup.make_backup import make_backup
from zhicheng.backup.reading import Reading
from zhicheng.backup.restore_backup import restore_backup
from zhicheng.backup.seal import identity, new_key, opened
from zhicheng.commands.console import CONSOLE, answered, print_json, say, watched
from zhicheng.database import db, transaction
from zhicheng.door import on_the_wall, present, settings
from zhicheng.intake.file_store import file_store
from zhicheng.kernel.audit import record
from zhicheng.kernel.clock import minute
from zhicheng.kernel.fault import words_of
from zhicheng.kernel.refusal import Refusal, RefusalCode

backup_group = AppGroup("backup", help="备份与恢复。")
FILE = click.Path(dir_okay=False, exists=True, path_type=Path)
MOST = 100
"""Of more lost files only the first are named; the manifest in the backup names all."""
with_key = click.option("--key", required=True, type=FILE, help="backup new-key 写出的密钥文件。")


@backup_group.command("new-key")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path))
@answered
def make_key(path: Path) -> None:
    """生成备份的密钥文件；公钥用来封存备份，密钥文件用来打开，须另处保管。"""
    try:
        public = new_key(path, on_the_wall())
    except OSError as fault:
        raise Refusal(
            RefusalCode.BAD_INPUT, f"密钥没有写入 {path}（{words_of(fault)}）；请换一个还没有的文件名。"
        ) from fault
    print_json({"file": str(path), "to": public})
    say(f"密钥已写入 {path}。请移到另一处保管，并留一份副本：没有它，备份打不开。")


@backup_group.command("make")
@click.argument("target", metavar="FOLDER|FILE", type=click.Path(path_type=Path))
@click.option(
    "--to", "public", multiple=True, required=True, help="公钥（age1…），可给多个，任一密钥都能打开。"
)
@answered
def make(target: Path, public: tuple[str, ...]) -> None:
    """备份数据库、文件和密钥，写成一个封存的文件；办理可以照常进行，备份记入审计。"""
    # The clock of the machine: a rehearsal's stands still, and no two backups are of one instant.
    now = on_the_wall()
    path = target / f"zhicheng-{now:%Y%m%dT%H%M%S.%fZ}.tar.age" if target.is_dir() else target
    if path.suffix != ".age":  # a disk that is not there must not become a file on this one
        raise Refusal(
            RefusalCode.BAD_INPUT, f"{target} 应为已有的目录，或以 .age 结尾的文件名；请核对目录是否存在。"
        )
    chosen, begun = settings(), time.monotonic()
    with telling() as tell:
        made = make_backup(
            db.engine,
            file_store(chosen.files),
            chosen.instance,
            public,
            path,
            now,
            tell,
        )
    with transaction(db.session()) as session:
        record(
            session,
            actor_id=CONSOLE.id,
            actor_name=CONSOLE.name,
            now=present(),
            act="make_backup",
            subject_kind="backup",
            subject_id=None,
            changes={"file": path.name, "digest": made.digest, "made_at": now.isoformat()},
        )
    told = {"file": str(path), "bytes": made.size, "seconds": round(time.monotonic() - begun, 1)}
    print_json(told | contents(made.digest, made.manifest))
    say(f"已备份到 {path}。清单摘要 {made.digest[:16]}…，请与备份分开记下。")
    must_be_well(made.manifest)


@backup_group.command("check")
@click.argument("path", metavar="FILE", type=FILE)
@with_key
@answered
def check(path: Path, key: Path) -> None:
    """从头到尾读一份备份：每个部分、每个文件、审计链都与清单核对；不改动任何内容。"""
    with path.open("rb") as file, opened(file, identity(key)) as stream:
        reading = Reading(stream)
        for _ in watched(reading, file, "核对备份"):
            pass
    print_json(
        {"made_at": reading.about.made_at, "revision": reading.about.revision}
        | contents(reading.digest, reading.manifest)
    )
    say(f"备份完整，制作于 {minute(reading.about.made_at)}。")
    must_be_well(reading.manifest)


@backup_group.command("restore")
@click.argument("path", metavar="FILE", type=FILE)
@with_key
@answered
def restore(path: Path, key: Path) -> None:
    """把备份恢复到设置所指的空位置；从不覆盖已有内容，不完整的备份什么也不留下。"""
    chosen, begun = settings(), time.monotonic()
    with path.open("rb") as file, opened(file, identity(key)) as stream:
        reading = Reading(stream)
        restored = restore_backup(
            watched(reading, file, "恢复"),
            reading,
            chosen.database_url,
            chosen.instance,
            file_store(chosen.files),
            CONSOLE.name,
            present(),
        )
    told = {
        "made_at": reading.about.made_at,
        "seconds": round(time.monotonic() - begun, 1),
        "lists": restored.lists,
        "examined": restored.examined,
        "certificates": restored.certificates,
    }
    print_json(told | contents(reading.digest, reading.manifest))
    say(
        f"已恢复到 {minute(reading.about.made_at)} 的状态，行数、审计链、名单、证书与文件均已核对。"
        "此后办理的内容不在其中，其间发出的证书编号会再次用到："
        "制证前请先与已发出的证书核对，用 certificate skip-to 最后的编号 --reason 理由 停用这些编号。"
    )
    if restored.lists or restored.certificates:
        odd = "、".join((*restored.lists, *restored.certificates))
        say(f"名单与冻结时不符，或证书未通过查验：{odd}。请保留现场并报告。")
        raise SystemExit(1)
    must_be_well(reading.manifest)


def contents(digest: str, manifest: Manifest) -> dict[str, object]:
    """What a backup holds, as JSON."""
    return {
        "digest": f"sha256:{digest}",
        "rows": sum(manifest.rows.values()),
        "files": {"count": manifest.files.count, "bytes": manifest.files.bytes},
        "lost": manifest.files.lost[:MOST],
        "audit": manifest.audit,
    }


def must_be_well(manifest: Manifest) -> None:
    """Exit 1, with a sentence, where the office itself was not whole when it was backed up."""
    if manifest.files.lost:
        say(
            f"有 {len(manifest.files.lost)} 个文件在备份时已缺失或损坏，不在这份备份里；请从更早的备份中找回，勿删除旧备份。"
        )
    if manifest.audit.broken:
        say(f"审计记录在备份时已有 {len(manifest.audit.broken)} 处断链；请保留现场并报告。")
    if not manifest.well:
        raise SystemExit(1)


@contextmanager
def telling() -> Iterator[Callable[[str, int], None]]:
    """On a terminal, how far it is."""
    columns = SpinnerColumn(), TextColumn("{task.description} {task.completed:,}")
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda what, many: progress.update(task, description=what, completed=many)


groups = [backup_group]
