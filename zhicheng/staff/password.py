"""Passwords: what a good one is, and how it is kept (argon2id) and compared."""

import secrets
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.staff import Staff, tidy_name

SHORTEST, LONGEST = 14, 128
FEWEST_DIFFERENT, FEWEST_LETTERS = 6, 4
UNMISTAKABLE = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without l, o, 0 and 1, which are misread from paper; 32 letters are 5 bits each."""

HASHER = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
"""The office's parameters: 64 MiB, three passes. Tests hand in a cheap one."""

AT_ONCE = threading.BoundedSemaphore(4)
"""Each comparison takes 64 MiB, so a flood of sign-ins queues here instead of filling the memory."""


@dataclass(frozen=True)
class Credentials:
    """What is stored for a name. For an unknown one ``staff_id`` is None and ``password_hash`` is None."""

    staff_id: int | None
    password_hash: str | None


@dataclass(frozen=True)
class Proof:
    """What comparing a password with the stored hash has shown; ``sign_in`` and ``change_password`` act on it.

    Comparing takes a sixth of a second on purpose, so it happens before the transaction and holds no lock.
    ``password_hash`` is the hash compared with: if it is no longer the stored one, the proof is worth nothing.
    ``new_hash`` replaces it when the office's parameters have grown.
    """

    staff_id: int | None
    password_hash: str | None
    right: bool
    new_hash: str | None = None


def credentials_of(session: Session, name: str) -> Credentials:
    """What is stored for a sign-in name, found or not."""
    tidy = tidy_name(name)
    row = (
        tidy
        and session.execute(select(Staff.id, Staff.password_hash).where(Staff.name == tidy)).one_or_none()
    )
    return Credentials(row.id, row.password_hash) if row else Credentials(None, None)


def prove(credentials: Credentials, password: str, hasher: PasswordHasher = HASHER) -> Proof:
    """Compare ``password`` with what is stored; an unknown name takes as long as a wrong password."""
    typed = normal(password)
    stored = credentials.password_hash
    right = False
    if typed is not None:
        with AT_ONCE:
            right = matches(stored or nobodys_hash(hasher), typed, hasher)
    right = right and stored is not None
    new_hash = None
    if right and typed is not None and stored is not None and hasher.check_needs_rehash(stored):
        new_hash = hash_of(typed, hasher)
    return Proof(credentials.staff_id, stored, right, new_hash)


def matches(stored: str, typed: str, hasher: PasswordHasher) -> bool:
    """Whether the stored hash was made of the typed words."""
    try:
        return hasher.verify(stored, typed)
    except (VerificationError, InvalidHashError):
        return False


def hash_of(password: str, hasher: PasswordHasher = HASHER) -> str:
    """The argon2id hash of a password that is already in normal form."""
    with AT_ONCE:
        return hasher.hash(password)


def good_password(password: str, *, name: str, full_name: str) -> str:
    """The password in normal form (NFC). Raises Refusal ``bad_input`` that says what is wrong with it."""
    typed = normal(password)
    if typed is None:
        raise weak(f"密码最多 {LONGEST} 个字符，且不能含有控制字符。请换一个密码。")
    if len(typed) < SHORTEST:
        raise weak(f"密码至少 {SHORTEST} 个字符，现在是 {len(typed)} 个。建议用几个不相干的词连成一句。")
    if len(set(typed)) < FEWEST_DIFFERENT:
        raise weak(f"密码重复太多：至少要有 {FEWEST_DIFFERENT} 个不同的字符。请换一个密码。")
    folded = typed.casefold()
    core = "".join(letter for letter in folded if letter.isalpha())
    if len(core) < FEWEST_LETTERS:
        raise weak(
            f"密码至少要有 {FEWEST_LETTERS} 个字母或汉字，不能用身份证号、电话号码或日期。请换一个密码。"
        )
    if any(long_enough(own) and own.casefold() in folded for own in (name, full_name)):
        raise weak("密码不能包含登录名或姓名。请换一个密码。")
    if {folded, core} & common_passwords() or halves(core) & common_passwords() or runs(folded):
        raise weak("这个密码太常见，容易被猜中。请换一个密码，建议用几个不相干的词连成一句。")
    return typed


def normal(password: str) -> str | None:
    """NFC, so that the same words typed on two keyboards are the same; None if it can be no password at all."""
    if len(password) > LONGEST:
        return None
    typed = unicodedata.normalize("NFC", password)
    unfit = len(typed) > LONGEST or any(unicodedata.category(letter) in ("Cc", "Cs") for letter in typed)
    return None if unfit else typed


def weak(sentence: str) -> Refusal:
    """The refusal of a password."""
    return Refusal(RefusalCode.BAD_INPUT, sentence, field="password")


def long_enough(own: str) -> bool:
    """Whether a name is more than a chance syllable: two Chinese characters, three letters."""
    return len(own) >= (3 if own.isascii() else 2)


def halves(core: str) -> frozenset[str]:
    """The word that ``core`` repeats, if it is one word written several times."""
    return frozenset(
        core[:size] for size in range(3, len(core) // 2 + 1) if core[:size] * (len(core) // size) == core
    )


def runs(folded: str) -> bool:
    """Whether the whole password walks along the alphabet, the digits or a row of keys."""
    rows = ("abcdefghijklmnopqrstuvwxyz" * 2, "0123456789" * 4, "qwertyuiopasdfghjklzxcvbnm" * 2)
    return any(folded in row or folded in row[::-1] for row in rows)


@cache
def common_passwords() -> frozenset[str]:
    """The shipped list: words that passwords of 14 characters are padded from, and words of this office."""
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def nobodys_hash(hasher: PasswordHasher) -> str:
    """A hash that no password matches, as costly to compare as a real one."""
    return hasher.hash(secrets.token_urlsafe(32))


def first_password() -> str:
    """A random first password (80 bits) in groups of four, to be handed over and changed at the first sign-in."""
    groups = ("".join(secrets.choice(UNMISTAKABLE) for _ in range(4)) for _ in range(4))
    return "-".join(groups)
