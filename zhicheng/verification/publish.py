"""What the office publishes for those who verify without asking: every status list, and the page that carries them."""

from collections.abc import Mapping
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy.orm import Session

from zhicheng.kernel.clock import beijing_day
from zhicheng.verification.offline_page import offline_page
from zhicheng.verification.status_list import number_of_lists, status_list


def all_lists(session: Session, now: datetime, key: Ed25519PrivateKey, address: str) -> list[str]:
    """Every status list as of ``now``, signed with ``key``."""
    return [status_list(session, number, now, key, address) for number in range(number_of_lists(session))]


def published_page(
    session: Session,
    now: datetime,
    key: Ed25519PrivateKey,
    public: dict[str, Ed25519PublicKey],
    *,
    english: Mapping[str, str],
    issuing_body: str,
    address: str,
) -> str:
    """The offline page with the newest lists, signed with ``key``, and every public key."""
    return offline_page(
        all_lists(session, now, key, address),
        public,
        english=english,
        issuing_body=issuing_body,
        address=address,
        made_on=beijing_day(now),
    )
