"""What every door needs: who stands in it, what time it is there, and how a refusal is answered."""

from datetime import UTC, datetime

from flask import current_app
from flask_login import current_user

from zhicheng.kernel.refusal import RefusalCode
from zhicheng.staff.actor import Actor

NOBODY = Actor(None, "", frozenset(), frozenset())

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
    return rehearsal() or datetime.now(UTC)


def rehearsal() -> datetime | None:
    """The fixed instant when the clock is a rehearsal's (``ZHICHENG_NOW``), else None."""
    fixed: datetime | None = current_app.config.get("ZHICHENG_NOW")
    return fixed


def status_of(code: RefusalCode) -> int:
    """The HTTP status that answers a refusal: 404, 403, 409, 429, and 422 for everything else."""
    return _STATUS.get(code, 422)
