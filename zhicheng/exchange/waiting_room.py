"""Where an uploaded case file waits between its dry run and the confirmation: a private folder, for who brought it."""

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO, Final

from zhicheng.kernel.refusal import Refusal, RefusalCode

_TOKEN: Final = re.compile(r"[0-9a-f]{32}")
_NAME: Final = re.compile(r"[^/\\\x00-\x1f\x7f]{1,120}")
LONGEST_STAY: Final = 24 * 3600
CASES, FILES, OWNER = "cases", "files", "owner.json"


class WaitingRoom:
    """Uploads below ``folder``; what nobody confirmed within a day is thrown away when the next one comes."""

    def __init__(self, folder: Path) -> None:
        """Use ``folder``, which is made when the first upload comes."""
        self.folder = folder

    def keep(self, actor_id: int, cases: BinaryIO, files: Iterable[tuple[str, BinaryIO]]) -> str:
        """Keep an upload; returns what to ask for it with. ``bad_input`` for a file name that is none."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._throw_away()
        token = secrets.token_hex(16)
        place = self.folder / token
        place.mkdir(mode=0o700)
        try:
            with (place / CASES).open("wb") as file:
                shutil.copyfileobj(cases, file)
            brought = 0
            for name, content in files:
                (place / FILES).mkdir(mode=0o700, exist_ok=True)
                with self._path(place / FILES, name).open("xb") as file:
                    shutil.copyfileobj(content, file)
                brought += 1
            (place / OWNER).write_text(json.dumps({"actor": actor_id, "files": brought}))
        except OSError as error:
            shutil.rmtree(place, ignore_errors=True)
            raise Refusal(
                RefusalCode.BAD_FILE, "上传的文件没有保存：存储空间不足或有同名文件。请核对后重新上传。"
            ) from error
        except Refusal:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return token

    def find(self, token: str, actor_id: int) -> tuple[Path, Path | None]:
        """The case file and the folder of its attachments; ``not_found`` for everybody but who brought it."""
        place = self.folder / token
        try:
            known = _TOKEN.fullmatch(token) is not None and json.loads((place / OWNER).read_text())
        except (OSError, ValueError):
            known = False
        if not known or known["actor"] != actor_id:
            raise Refusal(RefusalCode.NOT_FOUND, "没有等待确认的导入，可能已导入或已过一天。请重新上传文件。")
        return place / CASES, place / FILES if known["files"] else None

    def drop(self, token: str) -> None:
        """Throw an upload away."""
        if _TOKEN.fullmatch(token):
            shutil.rmtree(self.folder / token, ignore_errors=True)

    def _path(self, place: Path, name: str) -> Path:
        if not _NAME.fullmatch(name) or name in (".", ".."):
            raise Refusal(
                RefusalCode.BAD_INPUT,
                f"附件文件名“{name[:40]}”不能使用。文件名应为 1 至 120 个字符，不含斜线。",
            )
        return place / name

    def _throw_away(self) -> None:
        oldest = time.time() - LONGEST_STAY
        for place in self.folder.iterdir():
            if place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)
