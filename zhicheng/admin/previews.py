"""Pictures of pages kept beside the instance: made once, shown often. A cache: whatever is lost is made again."""

import os
import secrets
from pathlib import Path
from typing import Final

from flask import current_app

from zhicheng.admin.files import files
from zhicheng.door import settings
from zhicheng.intake.preview import MAX_WIDTH, page_picture

THUMB_WIDTH: Final = 96
MOST_IN_A_FOLDER: Final = 64
"""Of 256 folders: some 16,000 pictures, about 3 GB at worst; the oldest go first."""


def preview(digest: str, page: int, width: int = MAX_WIDTH) -> bytes:
    """The page as a JPEG at most ``width`` pixels wide. Raises Refusal ``not_found``, ``bad_file``."""
    path = folder() / digest[:2] / f"{digest}-{page}-{width}.jpg"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        source = files().read(digest) if width == MAX_WIDTH else preview(digest, page)
        made = page_picture(source, page=page if width == MAX_WIDTH else 1, max_width=width).content
        keep(path, made)
        return made


def folder() -> Path:
    """Where the pictures lie."""
    return settings().instance / "previews"


def keep(path: Path, content: bytes) -> None:
    """Write whole or not at all; a full disk costs time, never the page."""
    temporary = path.with_name(f".{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        temporary.replace(path)
        kept = sorted(path.parent.glob("*.jpg"), key=lambda one: one.stat().st_mtime)
        for old in kept[:-MOST_IN_A_FOLDER]:
            old.unlink(missing_ok=True)
    except OSError:
        current_app.logger.warning("a preview could not be kept")
        temporary.unlink(missing_ok=True)
