"""Files are the same whoever makes them; a crew of workers may refuse, die, or be busy elsewhere."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from tests.certificate.sample_facts import facts, with_token
from tests.engines import SLOW
from zhicheng.certificate import crew
from zhicheng.certificate import workshop as place
from zhicheng.certificate.keys import Keys
from zhicheng.certificate.sign import PadesSigner
from zhicheng.certificate.workshop import Made, Order, make, workshop
from zhicheng.kernel.refusal import Refusal

NAMES = ["古丽娜·吐尔逊", "㛃䶮", "张伟", "李四"]


@pytest.fixture
def orders(keys: Keys, at: datetime) -> list[Order]:
    return [Order.of(with_token(facts(name=name), keys), at) for name in NAMES]


@pytest.fixture(autouse=True)
def nobody_is_left() -> Iterator[None]:
    place.CREW.leave()
    yield
    place.CREW.leave()
    assert _children() == []


def test_workers_make_the_same_bytes_in_the_same_order_and_stay_for_the_next_stretch(
    orders: list[Order], keys: Keys, key_folder: Path
) -> None:
    signer = PadesSigner(keys)
    with workshop(signer, key_folder, 1000, workers=2) as line:
        made = list(line(orders))
    assert made == [make(signer, order) for order in orders]
    hired = _children()
    assert len(hired) == 2
    with workshop(signer, key_folder, 1000, workers=2) as line:
        assert list(line(orders)) == made
        assert _children() == hired


def test_workers_go_when_nobody_needs_them(
    orders: list[Order], keys: Keys, key_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "KEPT_FOR", 0.2)
    with workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line:
        list(line(orders[:1]))
        time.sleep(0.4)
        assert _children() != [], "not while they are lent"
    _wait_until_nobody(_children)


def test_work_that_is_broken_off_leaves_no_workers(orders: list[Order], keys: Keys, key_folder: Path) -> None:
    with (
        pytest.raises(RuntimeError, match="the disk is full"),
        workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line,
    ):
        next(line(orders))
        raise RuntimeError("the disk is full")
    assert _children() == []


def test_a_panel_that_is_killed_takes_its_workers_along(orders: list[Order], key_folder: Path) -> None:
    """A worker waits for orders at a pipe that the other workers hold open: nobody else would tell it."""
    program = (
        "import os, sys, time\n"
        "from concurrent.futures import wait\n"
        "from zhicheng.certificate.crew import Crew\n"
        "if __name__ == '__main__':\n"
        "    with Crew().lent(2) as pool:\n"
        "        wait([pool.submit(os.getpid) for _ in range(2)])\n"
        "        print(*pool._processes, flush=True)\n"
        "        time.sleep(60)\n"
    )
    panel = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert panel.stdout is not None
        workers = panel.stdout.readline().split()
    finally:
        panel.kill()
        panel.communicate()
    assert len(workers) == 2
    _wait_until_nobody(lambda: [pid for pid in workers if _alive(pid)])


def test_a_few_are_made_here(orders: list[Order], keys: Keys, tmp_path: Path) -> None:
    """A folder without keys would give another signature: nobody opened it."""
    with workshop(PadesSigner(keys), tmp_path, place.WORTH_STARTING - 1, workers=2) as line:
        (made,) = line(orders[:1])
    assert isinstance(made, Made)
    assert made.key_id == keys.signing_id
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_printed_comes_back_as_a_refusal_and_stops_nobody(
    keys: Keys, key_folder: Path, at: datetime
) -> None:
    orders = [Order.of(with_token(facts(), keys), at), Order.of(facts(name="𮧵"), at)]
    with workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line:
        good, bad, again = line([*orders, orders[0]])
    assert isinstance(bad, Refusal)
    assert "“𮧵”" in bad.sentence
    assert good == again


def test_what_dead_workers_leave_is_made_here(orders: list[Order], keys: Keys, key_folder: Path) -> None:
    with workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line:
        first = list(line(orders[:1]))
        for child in _children():
            os.kill(child, signal.SIGKILL)
        rest = list(line(orders[1:]))
    assert [one.key_id for one in [*first, *rest] if isinstance(one, Made)] == [keys.signing_id] * 4
    with workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line:
        assert list(line(orders[:1])) == first
        assert _children() != [], "hired anew"


def test_only_one_crew_works_at_a_time(orders: list[Order], keys: Keys, key_folder: Path) -> None:
    with (
        workshop(PadesSigner(keys), key_folder, 1000, workers=2),
        workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line,
    ):
        assert isinstance(next(iter(line(orders[:1]))), Made)
        assert _children() == []


def _wait_until_nobody(left: Callable[[], list[Any]]) -> None:
    until = time.monotonic() + SLOW
    while left():
        assert time.monotonic() < until, f"still there: {left()}"
        time.sleep(0.05)


def _alive(pid: str) -> bool:
    """Whether the process works; what only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def _children() -> list[int]:
    """The worker processes of this one."""
    return sorted(child.pid or 0 for child in active_children())
