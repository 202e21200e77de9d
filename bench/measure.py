"""What the benches of the panel share: the application over a filled desk, somebody signed in, and what a page costs.

Goals are kept or missed by processor time: the machine may be shared, and the clock then tells of the others.
"""

import argparse
import gc
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from flask.testing import FlaskClient
from sqlalchemy import Engine, event, text

from bench.desk import opened
from tests.builders import LATER
from tests.staff.people import CHEAP
from tests.web.pages import strict
from zhicheng.database import db
from zhicheng.factory import create_app
from zhicheng.settings import Settings
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

GOAL_MS = 40
TIMES = 11


class Took(NamedTuple):
    """What passed on the clock, and what this process worked, in ms."""

    clock: float
    worked: float


def ms(work: Callable[[], object]) -> Took:
    """How long it took."""
    began, busy = time.perf_counter(), time.process_time()
    work()
    return Took((time.perf_counter() - began) * 1000, (time.process_time() - busy) * 1000)


def median(work: Callable[[], object], times: int = TIMES) -> Took:
    """The medians, after a run that is not counted."""
    work()
    spent = [ms(work) for _ in range(times)]
    return Took(*(statistics.median(one) for one in zip(*spent, strict=True)))


def asked(default: int = 10_000) -> argparse.Namespace:
    """``submissions`` and ``database``, an address; a database is filled once and used again."""
    reader = argparse.ArgumentParser()
    reader.add_argument("submissions", nargs="?", type=int, default=default)
    reader.add_argument("--database")
    return reader.parse_args()


class Desk:
    """The application over a database of :mod:`bench.desk`, its instance in ``folder``."""

    def __init__(self, given: argparse.Namespace, folder: str) -> None:
        self.url = given.database or f"sqlite:///{folder}/desk.sqlite3"
        self.engine: Engine = opened(self.url, given.submissions)
        settings = {"ZHICHENG_INSTANCE": folder, "ZHICHENG_DATABASE_URL": self.url}
        self.folder = Path(folder)
        self.app = create_app(Settings.from_environment(settings))
        self.app.config.update(ZHICHENG_NOW=LATER, ZHICHENG_PASSWORD_HASHER=CHEAP)
        self.statements = 0
        with self.app.app_context():
            event.listen(db.engine, "before_cursor_execute", self._count)
        gc.freeze()  # as `serve` does

    def _count(self, *_given: object) -> None:
        self.statements += 1

    def one(self, words: str) -> Any:
        """The one value that a plain question answers."""
        with self.engine.connect() as connection:
            return connection.scalar(text(words))

    def sign_in(self, *roles: Role, offices: Iterable[Office] = tuple(Office)) -> FlaskClient:
        """A browser of somebody new, without the inspection of each page; ``token`` is for its forms."""
        known = strict(self.app)
        known.enter_as(*roles, offices=offices, name=f"bench{time.time_ns()}")
        client = FlaskClient(self.app, self.app.response_class)
        client.token = known.csrf("/")  # type: ignore[attr-defined]
        client._cookies.update(known._cookies)
        return client

    def page(
        self, client: FlaskClient, address: str, floor: Iterable[str] = (), goal: float = GOAL_MS
    ) -> None:
        """Print what a page costs, beside the same question in plain SQL if there is one."""
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        self.statements = 0
        client.get(address)
        statements, size = self.statements, len(answer.data) / 1024
        took = median(lambda: client.get(address))
        beside = ""
        if floor:
            with self.engine.connect() as connection:
                plain = median(lambda: [connection.execute(text(words)).all() for words in floor])
            beside = f"   plain SQL {plain.worked:.1f} ms: x{took.worked / plain.worked:.1f}"
        mark = "ok" if took.worked <= goal else "SLOW"
        print(
            f"{took.worked:7.1f} {took.clock:7.1f} ms {statements:4} {size:5.0f} KB  {mark:4}  {address}{beside}"
        )


def heading(words: str) -> None:
    """The columns of ``Desk.page`` below."""
    print(f"\n{words}: processor, clock (medians), statements, size")
