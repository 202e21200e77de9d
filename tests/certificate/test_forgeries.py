"""Every forgery of the catalogue is caught, and for the reasons that it names."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.certificate.forgeries import CATALOGUE, Scene, listed_truly
from zhicheng.certificate.examine import Examination, examine_certificate
from zhicheng.certificate.fault import Fault
from zhicheng.certificate.keys import Keys, token_public_keys, trust_roots


@pytest.fixture
def scene(
    genuine: bytes, keys: Keys, key_folder: Path, other_keys: Keys, at: datetime, tmp_path: Path
) -> Scene:
    return Scene(genuine, keys, key_folder, other_keys, at, tmp_path)


@pytest.fixture
def examine(key_folder: Path) -> Callable[[bytes], Examination]:
    roots, tokens = trust_roots(key_folder), token_public_keys(key_folder)
    return lambda content: examine_certificate(content, roots=roots, token_keys=tokens)


def test_what_the_forgeries_are_made_from_is_genuine(
    scene: Scene, examine: Callable[[bytes], Examination]
) -> None:
    assert examine(scene.genuine).faults == ()
    assert examine(listed_truly(scene)).faults == ()


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_forgery_is_caught_for_its_own_reasons(
    name: str, scene: Scene, examine: Callable[[bytes], Examination]
) -> None:
    found = examine(CATALOGUE[name].make(scene))
    assert CATALOGUE[name].faults <= set(found.faults)
    assert not found.genuine
    assert all(fault.label in found.sentence for fault in found.faults)


def test_the_catalogue_is_long_enough_and_every_reason_occurs_in_it() -> None:
    assert len(CATALOGUE) >= 40
    assert {fault for one in CATALOGUE.values() for fault in one.faults} == set(Fault)


def test_the_entry_that_was_edited_is_named(scene: Scene, examine: Callable[[bytes], Examination]) -> None:
    found = examine(CATALOGUE["sex edited in the attached record"].make(scene))
    assert found.entries == ("性别",)
    assert "页面文字与文件内记载事项不一致（性别）" in found.sentence
