"""Dates known to the day or to the month (P-15)."""

import copy
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.kernel.partial_date import PartialDate


def test_a_day_is_both_its_ends() -> None:
    known = PartialDate.parse("2024-06-21")
    assert (known.earliest, known.latest) == (date(2024, 6, 21), date(2024, 6, 21))
    assert known.known_to_the_day
    assert str(known) == "2024-06-21"


def test_a_month_has_a_first_and_a_last_day() -> None:
    month = PartialDate.parse("2024-02")
    assert (month.earliest, month.latest) == (date(2024, 2, 1), date(2024, 2, 29))
    assert not month.known_to_the_day
    assert str(month) == "2024-02"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024",
        "2024-6",
        "2024-13",
        "2024-06-31",
        "2024-06-1",
        "20240621",
        "2024-06-21 ",
        "２０２４-06",
        "0000-01",
    ],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is n"):
        PartialDate.parse(text)


@given(st.dates())
def test_the_text_comes_back(day: date) -> None:
    assert str(PartialDate.parse(day.isoformat())) == day.isoformat()
    assert str(PartialDate.parse(day.isoformat()[:7])) == day.isoformat()[:7]
    assert PartialDate.on(day) == PartialDate.parse(day.isoformat())


def test_it_is_a_value() -> None:
    one, same, later = (PartialDate.parse(text) for text in ("2024-06", "2024-06", "2024-07-01"))
    assert one == same
    assert hash(one) == hash(same)
    assert one < later
    assert sorted([later, one]) == [one, later]
    assert one != "2024-06"
    assert copy.copy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        one.earliest = date(2020, 1, 1)  # type: ignore[misc]
