"""Every setting, typed and frozen, from the environment (contract.md section 2)."""

import json
import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DEMONSTRATION = "demonstration.json"
ROOT = Path(__file__).resolve().parent.parent


class UnsafeSettings(Exception):
    """The settings cannot be started with; the message lists, in Chinese, everything to mend."""


@dataclass(frozen=True)
class Demonstration:
    """That this instance shows an invented year: its own fixed today, and the password of its invented staff."""

    today: datetime
    password: str

    @classmethod
    def read(cls, instance: Path) -> "Demonstration | None":
        """What ``flask demo`` left in the instance folder."""
        try:
            text = json.loads((instance / DEMONSTRATION).read_text())
        except FileNotFoundError:
            return None
        return cls(datetime.fromisoformat(text["today"]), text["password"])

    def write(self, instance: Path) -> None:
        """Leave it there, readable by the owner only."""
        content = json.dumps({"today": self.today.isoformat(), "password": self.password})
        write_private(instance / DEMONSTRATION, content)


@dataclass(frozen=True)
class Settings:
    """What the office can set. ``now`` is a rehearsal's fixed instant (with zone), None for the real clock;
    ``trusted_hosts`` the host names under which the office is reached, empty for this machine only; ``proxies``
    how many reverse proxies of ours stand before the panel; ``public_address`` where strangers verify a certificate,
    empty while a panel in production was not told: it is printed in every certificate, so nothing is guessed.
    """

    production: bool
    instance: Path
    database_url: str
    files: str
    now: datetime | None
    secret_key: str
    trusted_hosts: tuple[str, ...]
    demonstration: "Demonstration | None"
    public_address: str
    proxies: int

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read and check everything; raises UnsafeSettings with one line per thing to mend."""
        env = os.environ if environment is None else environment
        wrong: list[str] = []
        kind = env.get("ZHICHENG_ENV", "development")
        if kind not in ("development", "production"):
            wrong.append(f"ZHICHENG_ENV 应为 development 或 production，现为 {kind}。")
        production = kind == "production"
        instance = Path(env.get("ZHICHENG_INSTANCE") or ROOT / "instance").resolve()
        database_url = env.get("ZHICHENG_DATABASE_URL") or f"sqlite:///{instance / 'zhicheng.sqlite3'}"
        if not database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            wrong.append("ZHICHENG_DATABASE_URL 应以 sqlite:/// 或 postgresql+psycopg:// 开头，请更正。")
        if production and database_url.startswith("sqlite:////tmp/"):
            wrong.append("ZHICHENG_DATABASE_URL 指向临时目录，重启后数据会丢失，请改到固定目录。")
        now = read_now(env.get("ZHICHENG_NOW"), wrong)
        if production and now is not None:
            wrong.append("ZHICHENG_NOW 只用于演练，正式运行请删除该设置。")
        instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        demonstration = Demonstration.read(instance)
        if production and demonstration is not None:
            wrong.append(
                f"目录 {instance} 里是演示数据，不能用于正式运行，请用 ZHICHENG_INSTANCE 另指定目录。"
            )
        if production and instance.stat().st_mode & 0o077:
            wrong.append(f"目录 {instance} 其他用户可以读取，请执行 chmod 700。")
        proxies = count_proxies(env.get("ZHICHENG_PROXIES"), wrong)
        public_address = read_address(env.get("ZHICHENG_PUBLIC_ADDRESS"), wrong, production=production)
        if env.get("ZHICHENG_QUEUE_URL"):
            wrong.append("ZHICHENG_QUEUE_URL 请删除：批量任务由面板自己分段执行，没有外部队列。")
        if wrong:
            raise UnsafeSettings("\n".join(wrong))
        return cls(
            production=production,
            instance=instance,
            database_url=database_url,
            files=env.get("ZHICHENG_FILES") or str(instance / "files"),
            now=now or (demonstration.today if demonstration else None),
            demonstration=demonstration,
            proxies=proxies,
            public_address=public_address,
            secret_key=own_secret(instance / "secret_key"),
            trusted_hosts=tuple(env.get("ZHICHENG_HOSTS", "").replace(",", " ").split()),
        )


def read_now(text: str | None, wrong: list[str]) -> datetime | None:
    """The fixed instant of a rehearsal; appends to ``wrong`` when it is no instant with a zone."""
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        wrong.append(f"ZHICHENG_NOW 应为带时区的时刻，如 2025-06-12T15:04:00+08:00，现为 {text}。")
        return None
    return instant


def count_proxies(text: str | None, wrong: list[str]) -> int:
    """How many reverse proxies of ours stand before the panel; only their X-Forwarded-* is believed."""
    if not text:
        return 0
    if not text.isascii() or not text.isdigit() or int(text) > 5:
        wrong.append(f"ZHICHENG_PROXIES 应为 0 至 5 的整数（面板前面反向代理的层数），现为 {text}。")
        return 0
    return int(text)


def read_address(text: str | None, wrong: list[str], *, production: bool) -> str:
    """Where strangers verify, without a slash at the end; in production only by https."""
    if not text:
        return "" if production else "http://127.0.0.1:5000"
    if not re.fullmatch(r"https?://[^/?#@\s]+(/[^?#\s]*)?", text) or (
        production and not text.startswith("https:")
    ):
        kind = "https://" if production else "http:// 或 https://"
        wrong.append(f"ZHICHENG_PUBLIC_ADDRESS 应为 {kind} 开头的公开网址，现为 {text}。")
    return text.rstrip("/")


def own_secret(path: Path) -> str:
    """The key that signs cookies, made on the first run, readable by the owner only."""
    with suppress(FileExistsError):
        write_private(path, secrets.token_hex(32))
    return path.read_text()


def write_private(path: Path, content: str) -> None:
    """Write a new file that only its owner may read; raises FileExistsError."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(content)
