"""Certificate numbers: made by the pattern of the year, read back whatever way a person types them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.certificate.number import (
    DEFAULT_PATTERN,
    NumberPattern,
    check_character,
    make_number,
    parse_number,
    spaced,
)
from zhicheng.kernel.refusal import Refusal

NUMBER = make_number(DEFAULT_PATTERN, year=2025, route="award_intermediate", level="intermediate", serial=123)

numbers = st.builds(
    make_number,
    st.just(DEFAULT_PATTERN),
    year=st.integers(2020, 2099),
    route=st.sampled_from(sorted(DEFAULT_PATTERN.route_digits)),
    level=st.sampled_from(sorted(DEFAULT_PATTERN.level_digits)),
    serial=st.integers(1, 99_999),
)


def test_a_number_says_region_year_route_level_and_serial() -> None:
    assert NUMBER[:15] == "650120253300123"
    read = parse_number(NUMBER)
    assert read is not None
    assert (read.year, read.serial, read.route, read.level) == (
        2025,
        123,
        "award_intermediate",
        "intermediate",
    )


@pytest.mark.parametrize(
    ("digits", "check"),
    [  # the worked example of ISO 7064 and identity numbers of GB 11643 share the arithmetic
        ("0794", "0"),
        ("079", "X"),
        ("11010519491231002", "X"),
        ("65010219080101001", "4"),
        ("65010219080101009", "X"),
        ("65010619060606061", "X"),
    ],
)
def test_the_check_character_is_iso_7064_mod_11_2(digits: str, check: str) -> None:
    assert check_character(digits) == check


@given(numbers)
def test_every_number_is_read_back(number: str) -> None:
    read = parse_number(number)
    assert read is not None
    assert read.text == number


@given(numbers, st.integers(0, 15), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(number: str, place: int, other: str) -> None:
    mistyped = number[:place] + other + number[place + 1 :]
    assert (parse_number(mistyped) is not None) == (mistyped == number)


@given(numbers, st.integers(0, 14))
def test_two_neighbours_that_changed_places_are_always_noticed(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert (parse_number(swapped) is not None) == (swapped == number)


def full_width(text: str) -> str:
    return text.translate({ord(char): ord(char) + 0xFEE0 for char in string.digits + string.ascii_letters})


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        full_width,
        spaced,
        lambda number: "-".join((number[:4], number[4:8], number[8:])),
        lambda number: "—".join((number[:4], number[4:])),
        lambda number: f"  {number}\u3000\r\n",
        lambda number: full_width(spaced(number.lower())),
    ],
)
@given(numbers)
def test_ways_of_typing_are_forgiven(change, number: str) -> None:  # type: ignore[no-untyped-def]
    read = parse_number(change(number))
    assert read is not None
    assert read.text == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "6501",
        NUMBER[:-1],
        NUMBER + "0",
        "7" + NUMBER[1:],
        "六五〇一",
        "X" * 16,
        "²" * 16,
        "٣" * 16,
        "6" * 5000,
    ],
)
def test_anything_else_is_mistyped(text: str) -> None:
    assert parse_number(text) is None


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    parse_number(text)


def test_the_pattern_is_an_argument() -> None:
    other = NumberPattern("6502", {"award_senior": 9}, {"senior": 7})
    number = make_number(other, year=2031, route="award_senior", level="senior", serial=1)
    assert number.startswith("650220319700001")
    assert parse_number(number) is None
    read = parse_number(number, other)
    assert read is not None
    assert (read.route, read.level) == ("award_senior", "senior")


@pytest.mark.parametrize("serial", [0, -1, 100_000])
def test_a_serial_that_does_not_fit_is_refused_and_never_wraps(serial: int) -> None:
    with pytest.raises(Refusal, match="99,999"):
        make_number(DEFAULT_PATTERN, year=2025, route="award_senior", level="senior", serial=serial)


def test_a_pattern_that_makes_no_number_is_an_error() -> None:
    with pytest.raises(ValueError, match="15 digits"):
        make_number(NumberPattern("650", {"a": 1}, {"b": 1}), year=2025, route="a", level="b", serial=1)
