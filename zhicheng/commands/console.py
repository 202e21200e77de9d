"""What every command shares: who acts, how a refusal is answered, and how progress is shown (contract.md section 5)."""

import functools
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, TypeVar

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from zhicheng.kernel.refusal import Refusal
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

CONSOLE = Actor(
    None, "命令行", frozenset({Role.CLERK, Role.INTEGRITY_OFFICER, Role.AUDITOR}), frozenset(Office)
)
"""Who has a shell on the machine has the database anyway; the trail says that it was the console."""
AWAY = "数据库无法使用：请确认它已启动、未被占用，并已执行 flask db upgrade。没有改动任何内容。"

Item = TypeVar("Item")


def print_json(answer: object) -> None:
    """One line of JSON on standard output."""
    print_line(msgspec.json.encode(answer))


def print_line(line: bytes) -> None:
    """One line that is JSON already."""
    sys.stdout.buffer.write(line + b"\n")


def say(sentence: str) -> None:
    """A sentence for people, on standard error."""
    click.echo(sentence, err=True)


def answered(command: Callable[..., Any]) -> Callable[..., Any]:
    """A refusal becomes JSON, a sentence and exit 1; so does a database that is locked or away."""

    @functools.wraps(command)
    def careful(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except Refusal as refusal:
            code, sentence = refusal.code.value, refusal.sentence
        except (InterfaceError, OperationalError, ProgrammingError):
            code, sentence = "unavailable", AWAY
        print_json({"error": {"code": code, "message": sentence}})
        say(sentence)
        sys.stdout.buffer.flush()
        raise SystemExit(1)

    return careful


def watched(items: Iterable[Item], file: BinaryIO, label: str) -> Iterator[Item]:
    """``items``, while a bar on standard error shows how far ``file`` was read; nothing unless that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal or not file.seekable():
        yield from items
        return
    size = os.fstat(file.fileno()).st_size
    with Progress(
        TextColumn(label),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        console=console,
    ) as progress:
        task = progress.add_task(label, total=size)
        for number, item in enumerate(items):
            yield item
            if number % 20 == 0:
                progress.update(task, completed=file.tell())
        progress.update(task, completed=size)
