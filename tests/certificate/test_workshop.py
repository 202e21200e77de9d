"""Files are the same whoever makes them; a crew of workers may refuse, die, or be busy elsewhere."""

import os
import signal
from datetime import datetime
from pathlib import Path

import pytest

from tests.certificate.sample_facts import facts, with_token
from zhicheng.certificate import workshop as place
from zhicheng.certificate.keys import Keys
from zhicheng.certificate.sign import PadesSigner
from zhicheng.certificate.workshop import Made, Order, make, workshop
from zhicheng.kernel.refusal import Refusal

NAMES = ["古丽娜·吐尔逊", "㛃䶮", "张伟", "李四"]


@pytest.fixture
def orders(keys: Keys, at: datetime) -> list[Order]:
    return [Order.of(with_token(facts(name=name), keys), at) for name in NAMES]


def test_workers_make_the_same_bytes_in_the_same_order_and_are_gone_afterwards(
    orders: list[Order], keys: Keys, key_folder: Path
) -> None:
    signer = PadesSigner(keys)
    with workshop(signer, key_folder, 1000, workers=2) as line:
        made = list(line(orders))
    assert made == [make(signer, order) for order in orders]
    assert not place._ONE_CREW.locked()
    assert _children() == []


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


def test_only_one_crew_works_at_a_time(orders: list[Order], keys: Keys, key_folder: Path) -> None:
    with (
        workshop(PadesSigner(keys), key_folder, 1000, workers=2),
        workshop(PadesSigner(keys), key_folder, 1000, workers=2) as line,
    ):
        assert isinstance(next(iter(line(orders[:1]))), Made)
        assert _children() == []


def _children() -> list[int]:
    """The worker processes of this one (the tracker of shared memory is none)."""
    own = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(word) for path in own for word in path.read_text().split()]
    return [pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]
