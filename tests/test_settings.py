"""Settings: everything wrong is said at once, in Chinese, and production starts on nothing unsafe (contract.md section 2)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from zhicheng.settings import ROOT, Settings, UnsafeSettings

OFFICE = {"ZHICHENG_ENV": "production", "ZHICHENG_DATABASE_URL": "postgresql+psycopg://titles@db/titles"}


def test_alone_on_a_machine_nothing_need_be_set(tmp_path: Path) -> None:
    chosen = Settings.from_environment({"ZHICHENG_INSTANCE": str(tmp_path / "new")})
    assert chosen.database_url == f"sqlite:///{tmp_path / 'new' / 'zhicheng.sqlite3'}"
    assert (chosen.production, chosen.public_address) == (False, "http://127.0.0.1:5000")
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ({"ZHICHENG_ENV": "prod"}, "ZHICHENG_ENV"),
        ({"ZHICHENG_DATABASE_URL": "mysql://db/titles"}, "ZHICHENG_DATABASE_URL"),
        ({"ZHICHENG_NOW": "2025-06-12T15:04:00"}, "ZHICHENG_NOW 应为带时区的时刻"),
        ({"ZHICHENG_PROXIES": "-1"}, "ZHICHENG_PROXIES"),
        ({"ZHICHENG_QUEUE_URL": "redis://queue"}, "ZHICHENG_QUEUE_URL"),
        ({"ZHICHENG_PUBLIC_ADDRESS": "titles.example"}, "ZHICHENG_PUBLIC_ADDRESS"),
        (OFFICE | {"ZHICHENG_PUBLIC_ADDRESS": "http://titles.example"}, "应为 https:// 开头"),
        (OFFICE | {"ZHICHENG_NOW": "2025-06-12T15:04:00+08:00"}, "ZHICHENG_NOW 只用于演练"),
        (OFFICE | {"ZHICHENG_DATABASE_URL": "sqlite:////tmp/titles.sqlite3"}, "临时目录"),
    ],
)
def test_what_cannot_be_started_with_is_said(tmp_path: Path, given: dict[str, str], complaint: str) -> None:
    tmp_path.chmod(0o700)
    with pytest.raises(UnsafeSettings) as told:
        Settings.from_environment({"ZHICHENG_INSTANCE": str(tmp_path)} | given)
    (line,) = str(told.value).splitlines()
    assert complaint in line


def test_production_names_everything_at_once_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "demonstration.json").write_text(
        json.dumps({"today": "2025-06-12T15:04:00+08:00", "password": "x"})
    )
    tmp_path.chmod(0o755)
    given = OFFICE | {"ZHICHENG_INSTANCE": str(tmp_path), "ZHICHENG_NOW": "2025-06-12T15:04:00+08:00"}
    run = subprocess.run(
        [sys.executable, "-c", "import app"], cwd=ROOT, env=os.environ | given, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert [line for line in run.stderr.splitlines() if not line.endswith("。")] == []
    assert all(word in run.stderr for word in ("ZHICHENG_NOW", "演示数据", "chmod 700"))


def test_production_guesses_no_address_to_print(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    office = OFFICE | {"ZHICHENG_INSTANCE": str(tmp_path)}
    assert Settings.from_environment(office).public_address == ""
    told = Settings.from_environment(office | {"ZHICHENG_PUBLIC_ADDRESS": "https://titles.example/"})
    assert told.public_address == "https://titles.example"
