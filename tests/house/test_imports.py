"""The packages tell a story in one direction, and the story knows no web: the contracts stand in pyproject.toml."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_an_earlier_stage_never_looks_ahead_and_the_story_knows_no_web() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(
        [lint_imports, "--no-logo", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_folder_with_code_is_a_package_so_that_the_contracts_see_it() -> None:
    folders = {file.parent for file in (ROOT / "zhicheng").rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []
