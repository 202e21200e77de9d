"""Issuing is killed at every step on its way to the disk; after recovery each case has exactly one certificate."""

import json
import subprocess
import sys
from pathlib import Path

from tests.certificate import crash_driver

ROOT = Path(__file__).parent.parent.parent
STEPS = {
    "open", "write", "before fsync", "after fsync", "before rename", "after rename", "before commit", "after commit",
}  # fmt: skip


def swept(folder: Path, way: str, size: int, every: int, first: int) -> list[dict[str, object]]:
    """A life without death, then the deaths in order, and what each left."""
    program = Path(crash_driver.__file__)
    told = subprocess.run(
        [sys.executable, program, folder, way, str(size), str(every), str(first)],
        capture_output=True, text=True, cwd=ROOT, check=False, env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert told.returncode == 0, told.stderr[-2000:]
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_killed_anywhere_no_number_is_used_twice_and_no_file_is_without_a_row(tmp_path: Path) -> None:
    """Slow (half a minute): some forty processes really die."""
    deaths = swept(tmp_path, "ours", 2, 11, 1)
    assert [death for death in deaths if death["wrong"]] == []
    assert deaths[0]["code"] == 0
    assert {death["died"] for death in deaths} >= STEPS
    assert len(deaths) > 30


def test_killed_anywhere_a_re_issue_is_finished_or_was_never_begun(tmp_path: Path) -> None:
    """Slow (some twenty processes die): nobody is left with a certificate that says it was replaced by nothing."""
    deaths = swept(tmp_path, "renewing", 1, 11, 1)
    assert [death for death in deaths if death["wrong"]] == []
    assert deaths[0]["code"] == 0
    assert {death["died"] for death in deaths} >= STEPS - {"open", "write"}


def test_the_sweep_finds_what_the_obvious_way_leaves(tmp_path: Path) -> None:
    """A sweep that never saw red proves nothing: number, file and record in one transaction leave a file nobody knows."""
    deaths = swept(tmp_path, "naive", 1, 1000, 12)
    assert any("files and rows differ" in str(death["wrong"]) for death in deaths)
