"""What somebody means by a word in a search box: recognised by its form, then asked of the one index that knows it.

Never one word over many columns of joined tables: one infix branch would make the planner read them all (performance.md,
insight 2). Several words narrow.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, select, union_all
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.number import parse_number
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.employer import Employer
from zhicheng.intake.name_key import KeyKind, persons_by, persons_named
from zhicheng.intake.submission import Submission
from zhicheng.kernel.choice import Choice
from zhicheng.kernel.identity_number import has_shape, is_valid, masked, normal_number
from zhicheng.policy.load import cycles
from zhicheng.review.queue import in_batch

MOST_WORDS = 6
SERIAL_DIGITS = 5
FEWEST_OF_A_TAIL, LONGEST_TAIL = 3, 8
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BATCH = re.compile(r"\d{4}-[A-Za-z]\d{2,4}", re.ASCII)
_NUMBER = re.compile(r"(\d{4})-(\d{1,8})", re.ASCII)
_DIGITS = re.compile(r"\d{1,8}", re.ASCII)
_CREDIT_CODE = re.compile(r"[0-9A-Z]{18}", re.ASCII)
_UNIT = re.compile(
    r"公司|集团|大学|学院|学校|中学|小学|幼儿园|医院|中心|研究|设计院|管理局|委员会|协会|[局厂站所馆处]$"
)


class Kind(Choice):
    """What a word can be."""

    NAME = "name", "姓名"
    PINYIN = "pinyin", "拼音"
    INITIALS = "initials", "拼音首字母"
    EITHER = "either", "拼音或首字母"
    IDENTITY = "identity", "证件号码"
    NUMBER = "number", "受理号"
    TAIL = "tail", "受理号尾数"
    CERTIFICATE = "certificate", "证书编号"
    BATCH = "batch", "批次号"
    UNIT = "unit", "单位名称"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    REFERENCE = "reference", "来件编号"


@dataclass(frozen=True)
class Meaning:
    """What one word was understood as, and the submissions that it names."""

    kind: Kind
    word: str
    submissions: ColumnElement[bool]
    persons: Select[int] | None = None
    """The keys of the applicants that it names, where it names persons."""

    @property
    def told(self) -> str:
        """In words, an identity number masked and a wrong check digit said."""
        if self.kind is not Kind.IDENTITY:
            return f"{self.kind.label}“{self.word}”"
        number = normal_number(self.word)
        doubt = "（校验码不符，请核对）" if has_shape(number) and not is_valid(number) else ""
        return f"{self.kind.label} {masked(number)}{doubt}"

    def applicants(self) -> ColumnElement[bool]:
        """The applicants that it names, or whose submissions it does."""
        if self.persons is not None:
            return Applicant.id.in_(self.persons)
        return Applicant.id.in_(select(Submission.applicant_id).where(self.submissions))

    def certificates(self) -> ColumnElement[bool]:
        """The certificates of the submissions that it names."""
        return Certificate.submission_id.in_(select(Submission.id).where(self.submissions))


def understand(session: Session, words: str) -> list[Meaning]:
    """The meaning of each word, at most six; what is nothing but punctuation is left out."""
    plain = unicodedata.normalize("NFKC", words)
    return [
        meaning_of(session, word)
        for word in plain.split()[:MOST_WORDS]
        if any(c.isalnum() for c in word) or len(plain.split()) == 1
    ]


def meaning_of(session: Session, word: str) -> Meaning:
    """The meaning of one word."""
    if _HAN.search(word):
        return _person_or_unit(session, word)
    if _LETTERS.fullmatch(word):
        return _spelled(session, word)
    number = normal_number(word)
    if has_shape(number):
        return _person(Kind.IDENTITY, word, _numbered(number))
    return _of_the_office(word) or _told_by_the_tables(session, word)


def _of_the_office(word: str) -> Meaning | None:
    """A number in one of the forms that the office gives out."""
    certificate = parse_number(word)
    if certificate is not None:
        found = select(Certificate.submission_id).where(Certificate.number == certificate)
        return Meaning(Kind.CERTIFICATE, word, Submission.id.in_(found))
    if _BATCH.fullmatch(word):
        return Meaning(Kind.BATCH, word.upper(), in_batch(word.upper()))
    if match := _NUMBER.fullmatch(word):
        whole = f"{match[1]}-{match[2]:0>{SERIAL_DIGITS}}"
        return Meaning(Kind.NUMBER, word, Submission.number == whole)
    return None


def _told_by_the_tables(session: Session, word: str) -> Meaning:
    """The end of a number, another document's number, a credit code, or the sender's own number: what there is."""
    number = normal_number(word)
    if _DIGITS.fullmatch(word) and _any(session, select(Submission.id).where(_ending(word))):
        return Meaning(Kind.TAIL, word, _ending(word))
    if _any(session, _numbered(number)):
        return _person(Kind.IDENTITY, word, _numbered(number))
    if _CREDIT_CODE.fullmatch(number):
        units = select(Employer.id).where(Employer.uscc == number)
        return Meaning(Kind.CREDIT_CODE, word, Submission.employer_id.in_(units))
    # The cycles are named because the index begins with the cycle.
    return Meaning(Kind.REFERENCE, word, Submission.cycle.in_(cycles()) & (Submission.reference == word))


def _person_or_unit(session: Session, word: str) -> Meaning:
    """A name; a unit where the word sounds like one or no person is called so."""
    units = select(Employer.id).where(Employer.name.contains(word, autoescape=True))
    unit = Meaning(Kind.UNIT, word, Submission.employer_id.in_(units))
    try:
        person = _person(Kind.NAME, word, persons_named(word))
    except ValueError:
        return unit
    asked = (
        [(unit, units), (person, person.persons)]
        if _UNIT.search(word)
        else [(person, person.persons), (unit, units)]
    )
    return next((one for one, keys in asked if keys is not None and _any(session, keys)), person)


def _spelled(session: Session, word: str) -> Meaning:
    """Pinyin in full, or its initials, whichever somebody's name begins with."""
    letters = re.sub("['’]", "", word.lower()).replace("ü", "v").replace("lyu", "lv").replace("nyu", "nv")
    spelled, initials = persons_by(KeyKind.PINYIN, letters), persons_by(KeyKind.INITIALS, letters)
    if not _any(session, spelled):
        return _person(Kind.INITIALS, word, initials)
    if not _any(session, initials):
        return _person(Kind.PINYIN, word, spelled)
    both = union_all(spelled, initials).subquery()
    return _person(Kind.EITHER, word, select(both.c.applicant_id))


def _person(kind: Kind, word: str, persons: Select[int]) -> Meaning:
    return Meaning(kind, word, Submission.applicant_id.in_(persons), persons)


def _numbered(number: str) -> Select[int]:
    return select(Applicant.id).where(Applicant.id_number == number)


def _ending(digits: str) -> ColumnElement[bool]:
    """Numbers that end so: each is spelled out, for an index finds a hundred whole numbers and no ending."""
    missing = SERIAL_DIGITS - len(digits)
    heads = ["0" * max(missing, 0)]
    if missing > 0 and len(digits) >= FEWEST_OF_A_TAIL:
        heads = [f"{head:0{missing}}" for head in range(10**missing)]
    return Submission.number.in_([f"{cycle}-{head}{digits}" for cycle in cycles() for head in heads])


def _any(session: Session, keys: Select[int]) -> bool:
    return session.execute(keys.limit(1)).first() is not None


def meant(conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """All of them; nothing where there is none, for then no word was understood."""
    wanted = list(conditions)
    return and_(*wanted) if wanted else false()
