"""Identity numbers, credit codes and names: the vectors of domain.md section 11 and Q27 (clauses 2, 4.1)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from zhicheng.kernel import credit_code, identity_number
from zhicheng.kernel.names import normal_name


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",
        "11010519491231002x",
        "650102190801010014",
        "65010219080101009X",
        "65010619060606061X",
        "650103190802290026",
        "650121190912310043",
    ],
)
def test_numbers_that_are_right(number: str) -> None:
    assert identity_number.is_valid(number)


def test_a_day_that_no_calendar_has() -> None:
    assert identity_number.check_digit("650104190702290033") == "3"
    assert identity_number.birth_date("650104190702290033") is None
    assert not identity_number.is_valid("650104190702290033")


@pytest.mark.parametrize(
    "number", ["650102190801010015", "65010219080101001", "6501021908010100144", "", "65010219080101001４"]
)
def test_numbers_that_are_wrong(number: str) -> None:
    assert not identity_number.is_valid(number)


def test_what_a_number_says() -> None:
    assert identity_number.birth_date("650102190801010014") == date(1908, 1, 1)
    assert identity_number.sex("650102190801010014") == "male"
    assert identity_number.sex("650103190802290026") == "female"


@pytest.mark.parametrize(
    "typed",
    [
        " 11010519491231002x ",
        "１１０１０５１９４９１２３１００２ｘ",
        "110105 19491231 002x",
        "110105\u200b19491231\u202e002X",
    ],
)
def test_however_it_is_typed_a_number_is_one_number(typed: str) -> None:
    """Else a record in the archive is missed (clause 6.3)."""
    assert identity_number.normal_number(typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "shown"),
    [("650102190801010014", "650102********0014"), ("E12345678", "E1*****78"), ("1234", "****"), ("", "")],
)
def test_masked(number: str, shown: str) -> None:
    assert identity_number.masked(number) == shown


@pytest.mark.parametrize(
    "code", ["91350100M000100Y43", "91110000101623741K", "911101066976941872", "12650100TERT000010"]
)
def test_codes_that_are_right(code: str) -> None:
    assert credit_code.is_valid(code)
    assert uscc.is_valid(code)


@pytest.mark.parametrize(
    "code",
    ["91310115MA1H8R7C6D", "91350211M0000XUF46", "9135010OM000100Y43", "9135", "", "91350100m000100y43"],
)
def test_codes_that_are_wrong(code: str) -> None:
    assert not credit_code.is_valid(code)


def test_a_letter_may_name_the_registering_body() -> None:
    """Where python-stdnum wants digits (N: rural collective organisations)."""
    code = "N2650100MF1234567"
    whole = code + uscc.calc_check_digit(code)
    assert credit_code.is_valid(whole)
    assert not uscc.is_valid(whole)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_the_check_character_is_never_out_of_the_alphabet(body: str) -> None:
    right = [check for check in "0123456789ABCDEFGHJKLMNPQRTUWXY" if credit_code.is_valid(body + check)]
    assert len(right) == 1


@pytest.mark.parametrize("dot", "\u2022\u30fb\u00b7\u2027\u22c5\uff65.\uff0e")
def test_every_middle_dot_is_one(dot: str) -> None:
    assert normal_name(f" 古丽娜{dot}吐尔逊 ") == "古丽娜·吐尔逊"
    assert normal_name(f"古丽娜 {dot} 吐尔逊") == "古丽娜·吐尔逊"


def test_names_are_composed_and_counted() -> None:
    assert normal_name("Jose\u0301") == "José"
    assert normal_name("字" * 50) == "字" * 50
    assert normal_name("𠮷野") == "𠮷野"


@pytest.mark.parametrize("name", ["", "   ", "·", "字" * 51, "古丽\u200b娜", "古丽\x00娜"])
def test_names_that_are_none(name: str) -> None:
    with pytest.raises(ValueError, match="姓名"):
        normal_name(name)
