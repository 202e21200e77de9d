"""Certificate numbers: made by the pattern of the year, read back whatever way a person types them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.certificate.number import (
    DEFAULT_PATTERN,
    check_character,
    compose_number,
    make_number,
    parse_number,
)
from zhicheng.kernel.refusal import Refusal
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import TitleLevel

YEAR = load_year("2025")
NUMBER = make_number(
    YEAR, route="award_intermediate", level=TitleLevel.INTERMEDIATE, issued_in=2025, serial=123
)

numbers = st.builds(
    make_number,
    st.just(YEAR),
    route=st.sampled_from(sorted(YEAR.routes)),
    level=st.sampled_from(TitleLevel),
    issued_in=st.integers(2020, 2099),
    serial=st.integers(1, 99_999),
)


def test_a_number_says_region_year_route_level_and_serial() -> None:
    assert NUMBER[:15] == "650120253300123"
    assert parse_number(NUMBER) == NUMBER


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
    assert parse_number(number) == number


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
        lambda number: "-".join((number[:4], number[4:8], number[8:])),
        lambda number: "—".join((number[:4], number[4:])),
        lambda number: f"  {number}\u3000\r\n",
        lambda number: full_width(" ".join(number.lower())),
    ],
)
@given(numbers)
def test_ways_of_typing_are_forgiven(change, number: str) -> None:  # type: ignore[no-untyped-def]
    assert parse_number(change(number)) == number


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
    pattern = "6502{year}{level}{route}{serial:04d}{check}"
    number = compose_number(pattern, year=2031, route_digit="9", level_digit="7", serial=1)
    assert number[:-1] == "65022031790001"
    assert parse_number(number) is None
    assert parse_number(number, pattern) == number


def test_the_patterns_of_both_sides_agree() -> None:
    assert YEAR.certificate.number_pattern == DEFAULT_PATTERN


@pytest.mark.parametrize("serial", [0, -1, 100_000])
def test_a_serial_that_does_not_fit_is_refused_and_never_wraps(serial: int) -> None:
    with pytest.raises(Refusal, match="编号规则"):
        make_number(YEAR, route="award_senior", level=TitleLevel.SENIOR, issued_in=2025, serial=serial)
