"""What the archive says of numbers and names, set-wise: a handful of queries for a thousand lines."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from zhicheng.intake.applicant import Applicant
from zhicheng.integrity.as_known import ENTERED, LIFTED, Entered, bar_as_known, barred_as_known, entry_times
from zhicheng.integrity.inquiry import Standing
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.clock import start_of
from zhicheng.kernel.identity_number import masked, normal_number
from zhicheng.kernel.names import normal_name
from zhicheng.kernel.table import portions

_PERSON = select(Applicant.id, Applicant.id_number, Applicant.name, Applicant.birth_date)
_RECORD = select(
    IntegrityRecord.id,
    IntegrityRecord.id_number,
    IntegrityRecord.name,
    IntegrityRecord.from_date,
    IntegrityRecord.until,
    IntegrityRecord.lifted_on,
    IntegrityRecord.added_at,
    IntegrityRecord.decision_number,
)


class Candidate(msgspec.Struct, frozen=True):
    """One of several persons of a name. ``key``: ``a`` and the applicant's key, or ``r`` and that of a record."""

    key: str
    shown: str
    born: int | None
    """Year of birth, where the register has the person."""


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """One line of an inquiry and its answer. ``shown`` is the masked number, or the name where nobody is settled yet."""

    shown: str
    standing: Standing
    name: str | None = None
    by_name: bool = False
    applicant_id: int | None = None
    until: date | None = None
    """The last barred day of the bar that holds on the day asked about."""
    records: tuple[int, ...] = ()
    decisions: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


@dataclass
class Known:
    """What register and archive hold on the numbers and names asked for, as known at an instant."""

    day: date
    known_at: datetime
    people: dict[str, Row[Any]] = field(default_factory=dict)
    """Number -> the person of the register."""
    records: dict[str, list[tuple[Row[Any], Entered]]] = field(default_factory=lambda: defaultdict(list))
    """Number -> records that were entered by then."""
    numbers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Name -> numbers of who has it."""

    def answer(self, number: str, *, by_name: bool = False) -> Answered:
        """The answer on one number."""
        person, held = self.people.get(number), self.records.get(number)
        if held is None:
            name, key = (person.name, person.id) if person else (None, None)
            return Answered(
                shown=masked(number), standing=Standing.CLEAR, name=name, by_name=by_name, applicant_id=key
            )
        until = barred_as_known((entered for _, entered in held), self.day, self.known_at)
        return Answered(
            shown=masked(number),
            standing=Standing.RECORDED if until is None else Standing.BARRED,
            name=person.name if person else held[0][0].name,
            by_name=by_name,
            applicant_id=person.id if person else None,
            until=until,
            records=tuple(row.id for row, _ in held),
            decisions=tuple(row.decision_number for row, _ in held),
        )

    def answer_name(self, name: str) -> Answered:
        """The answer where one person has the name; otherwise nobody, or who there is to choose from."""
        numbers = self.numbers.get(name, set())
        if len(numbers) == 1:
            return self.answer(next(iter(numbers)), by_name=True)
        standing = Standing.CHOOSE if numbers else Standing.NOBODY
        candidates = tuple(self._candidate(number) for number in sorted(numbers))
        return Answered(shown=name, standing=standing, name=name, by_name=True, candidates=candidates)

    def _candidate(self, number: str) -> Candidate:
        person = self.people.get(number)
        if person is None:
            return Candidate(f"r{self.records[number][0][0].id}", masked(number), None)
        return Candidate(f"a{person.id}", masked(number), person.birth_date.year)


def answers_to(
    session: Session, words: Sequence[str], day: date, known_at: datetime, now: datetime
) -> list[Answered]:
    """One answer per word, in order."""
    numbers = {word: normal_number(word) for word in words if is_number(word)}
    names = {word: name_of_word(word) for word in words if word not in numbers}
    known = known_about(session, set(numbers.values()), set(names.values()), day, known_at, now)
    return [
        known.answer(numbers[word]) if word in numbers else known.answer_name(names[word]) for word in words
    ]


def known_about(
    session: Session,
    numbers: Collection[str],
    names: Collection[str],
    day: date,
    known_at: datetime,
    now: datetime,
) -> Known:
    """Everything on these numbers and names; the trail is read only where one looks from an earlier instant."""
    known = Known(day, known_at)
    found = list(_where(session, _RECORD, IntegrityRecord.id_number, numbers))
    found += _where(session, _RECORD, IntegrityRecord.name, names)
    people = list(_where(session, _PERSON, Applicant.id_number, numbers))
    people += _where(session, _PERSON, Applicant.name, names)
    # Who was found by name has all their records looked up by number, and the other way round.
    found += _where(
        session, _RECORD, IntegrityRecord.id_number, {row.id_number for row in people} - set(numbers)
    )
    people += _where(session, _PERSON, Applicant.id_number, {row.id_number for row in found} - set(numbers))
    rows = {row.id: row for row in found}
    times = entry_times(session, rows) if known_at < now else {}
    for row in sorted(rows.values(), key=lambda row: (row.from_date, row.id)):
        entered = _entered(row, times.get((row.id, ENTERED)), times.get((row.id, LIFTED)))
        if bar_as_known(entered, known_at) is not None:
            known.records[row.id_number].append((row, entered))
            known.numbers[row.name].add(row.id_number)
    for row in sorted(people, key=lambda row: row.id):
        known.people[row.id_number] = row
        known.numbers[row.name].add(row.id_number)
    return known


def is_number(word: str) -> bool:
    """Whether the word is meant as a number: names have no digits."""
    return any(character.isdecimal() for character in word)


def name_of_word(word: str) -> str:
    """A name as the archive stores it; what can be no name is looked for as it stands."""
    try:
        return normal_name(word)
    except ValueError:
        return word


def _entered(row: Row[Any], entered_at: datetime | None, lifted_at: datetime | None) -> Entered:
    """With the times of the trail; where it is silent, with the row's own, a lift at the beginning of its day."""
    if lifted_at is None and row.lifted_on is not None:
        lifted_at = start_of(row.lifted_on)
    return Entered(row.from_date, row.until, entered_at or row.added_at, row.lifted_on, lifted_at)


def _where(
    session: Session, wanted: Any, column: InstrumentedAttribute[str], values: Iterable[str]
) -> Iterator[Row[Any]]:
    for portion in portions(values):
        yield from session.execute(wanted.where(column.in_(portion)))
