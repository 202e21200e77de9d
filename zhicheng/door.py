"""What every door needs: who stands in it, what time it is there, where they came from, what is set, how a refusal is told."""

import re
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import abort, current_app, request
from flask_login import current_user

from zhicheng.kernel.refusal import RefusalCode
from zhicheng.settings import Settings
from zhicheng.staff.actor import Actor

NOBODY = Actor(None, "", frozenset(), frozenset())
_PATH = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]*")
_STATUS = {
    RefusalCode.NOT_FOUND: 404,
    RefusalCode.NOT_PERMITTED: 403,
    RefusalCode.OTHER_OFFICE: 403,
    RefusalCode.STALE: 409,
    RefusalCode.WRONG_STATUS: 409,
    RefusalCode.ALREADY_OPEN: 409,
    RefusalCode.SAME_PERSON: 409,
    RefusalCode.BATCH_FROZEN: 409,
    RefusalCode.NOT_AS_LISTED: 409,
    RefusalCode.TOO_OFTEN: 429,
}


def current_actor() -> Actor:
    """The person signed in, frozen; ``NOBODY``, who may do nothing, when nobody is."""
    return current_user.actor() if getattr(current_user, "is_authenticated", False) else NOBODY


def present() -> datetime:
    """The instant at which this request happens: the clock, or the fixed instant of a rehearsal."""
    return rehearsal() or on_the_wall()


def on_the_wall() -> datetime:
    """The real instant, in a rehearsal too: for who looks at a page and when a backup is made, not for the office's own time."""
    return datetime.now(UTC)


def rehearsal() -> datetime | None:
    """The fixed instant when the clock is a rehearsal's (``ZHICHENG_NOW``), else None."""
    fixed: datetime | None = current_app.config.get("ZHICHENG_NOW")
    return fixed


def settings() -> Settings:
    """What the office has set."""
    chosen: Settings = current_app.config["ZHICHENG_SETTINGS"]
    return chosen


def key_folder() -> Path:
    """Where the keys lie that certificates are signed and judged with."""
    return settings().instance / "keys"


def status_of(code: RefusalCode) -> int:
    """The HTTP status that answers a refusal: 404, 403, 409, 429, and 422 for everything else."""
    return _STATUS.get(code, 422)


def must_be_from_our_page() -> None:
    """Answer 400 where the browser says that another site's page sent this.

    A browser that says nothing (an old one, or over plain http) is left to the CSRF token, and so is ``Origin: null``,
    which our own pages send under ``Referrer-Policy: no-referrer``.
    """
    site, origin = request.headers.get("Sec-Fetch-Site", "none"), request.headers.get("Origin", "null")
    if site not in ("same-origin", "none") or origin != "null" and urlsplit(origin).netloc != request.host:
        abort(400, "这个请求不是从本系统的页面发出的，没有执行。请在本系统的页面上重新操作。")


def safe_path(text: str | None) -> str | None:
    """``text`` if it is a path on this site and cannot be read as anything else, else None.

    No scheme, no host, no backslash, no blank: browsers repair those into addresses of other sites.
    """
    return text if text and len(text) <= 2000 and _PATH.fullmatch(text) else None
