"""What the tools hold: style, types, and dependencies that are pinned, hashed and accounted for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ["requirements.txt", "requirements-dev.txt"]


@pytest.mark.parametrize("tool", ["ruff check", "ruff format --check", "mypy"])
def test_the_tools_have_nothing_to_say(tool: str) -> None:
    command = [sys.executable, "-m", *tool.split()]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_benchmark_finds_what_it_measures() -> None:
    folder = ROOT / "bench"
    benches = [path.stem for path in sorted(folder.glob("*.py"))]
    command = [sys.executable, "-c", f"import {', '.join(benches)}"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_carries_a_hash_and_the_lock_names_no_server(lock: str) -> None:
    text = (ROOT / lock).read_text()
    unhashed = [pin for pin in re.split(r"\n(?=[a-z])", text) if "==" in pin and "--hash=sha256:" not in pin]
    assert unhashed == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links", text)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_direct_dependency_is_locked_and_has_a_reason_in_the_docs(lock: str) -> None:
    pinned = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(), re.M))
    documented = set(re.findall(r"^\| ([a-z0-9-]+) \|", (ROOT / "docs/dependencies.md").read_text(), re.M))
    direct = set(re.findall(r"^([a-z][a-z0-9-]+)", (ROOT / lock.replace(".txt", ".in")).read_text(), re.M))
    assert direct <= pinned & documented
