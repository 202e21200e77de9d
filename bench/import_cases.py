"""How fast case files are imported, findings stored, on SQLite on disk; beside the floor: the same rows, inserted raw.

python bench/import_cases.py [CASES] [--profile]        (default 2000)
"""

import contextlib
import cProfile
import io
import json
import pstats
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy.orm import Session

from tests.builders import ELIGIBLE, LATER, YEAR, a_case_file, an_actor
from tests.engines import migrate
from zhicheng.database import make_engine, transaction
from zhicheng.exchange.import_cases import import_cases
from zhicheng.exchange.lines import read_lines
from zhicheng.exchange.paperless import NoFiles
from zhicheng.staff.permission import Role

SECONDS_FOR_10_000 = 60


def case_file(number: int) -> io.BytesIO:
    """So many persons, all routes in turn."""
    routes = list(ELIGIBLE)
    lines = (
        json.dumps(a_case_file(routes[each % len(routes)]), ensure_ascii=False) for each in range(number)
    )
    return io.BytesIO("\n".join(lines).encode())


def imported(path: Path, file: io.BytesIO) -> Iterator[str]:
    """Import into a fresh database; the outcome of each line."""
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    with Session(engine) as session:
        with transaction(session):
            clerk = an_actor(session, Role.CLERK)
        for report in import_cases(session, clerk, LATER, YEAR, NoFiles(), read_lines(file)):
            yield report.outcome
    engine.dispose()


def copied(source: Path, target: Path) -> float:
    """Seconds for inserting the rows of ``source`` into a fresh database with the same indexes and triggers."""
    engine = make_engine(f"sqlite:///{target}")
    migrate(engine)
    engine.dispose()
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        tables = [row[0] for row in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: old.execute(f"SELECT * FROM {table}").fetchall() for table in tables}
        columns = {table: [row[1] for row in old.execute(f"PRAGMA table_info({table})")] for table in tables}
        new.execute("PRAGMA journal_mode = WAL")
        begun = time.perf_counter()
        for table in tables:
            if table == "alembic_version" or not rows[table]:
                continue
            marks = ", ".join(
                "'draft'" if (table, name) == ("submission", "status") else "?" for name in columns[table]
            )
            keep = [
                number
                for number, name in enumerate(columns[table])
                if (table, name) != ("submission", "status")
            ]
            new.executemany(
                f"INSERT INTO {table} VALUES ({marks})",
                [[row[number] for number in keep] for row in rows[table]],
            )
        new.commit()
        return time.perf_counter() - begun


def main() -> None:
    """Print floor and rate."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    file = case_file(number)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.sqlite3"
        profile = cProfile.Profile() if "--profile" in sys.argv else None
        begun, worked = time.perf_counter(), time.process_time()
        with profile or contextlib.nullcontext():
            outcomes = list(imported(path, file))
        seconds, busy = time.perf_counter() - begun, time.process_time() - worked
        assert set(outcomes) == {"taken_in"}, set(outcomes)
        floor = copied(path, Path(folder) / "two.sqlite3")
    if profile:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(60)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"floor   {number / floor:8,.0f} case files a second (the same rows inserted raw, one commit)")
    print(f"import  {number / seconds:8,.0f} case files a second ({seconds / floor:.1f} times the floor)")
    print(
        f"        {10_000 * seconds / number:8.1f} s for 10,000 (target {SECONDS_FOR_10_000}), "
        f"of which the processor worked {10_000 * busy / number:.1f}; peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main()
