"""What a good password is, and how it is kept."""

import time
import unicodedata

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from tests.staff.people import CHEAP
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.password import (
    HASHER,
    Credentials,
    first_password,
    good_password,
    hash_of,
    matches,
    normal,
    prove,
)

GOOD = (
    "seven grey herons",
    "天山下的白杨树又绿了一年啦",
    "天山下的白杨树又绿了一年啦,真好",
    "9-herons-7-otters",
    "Tëñ großé Vögel!",
    "k7!pQ2#vL9@xR4mZ",
    "一二三四五六七八九十甲乙丙丁",
)
BAD = (
    "",
    "short",
    "thirteen char",
    "x" * 129,
    "aaaaaaaaaaaaaaaa",
    "abababababababab",
    "password123456",
    "Password123456!!",
    "PASSWORD-PASSWORD",
    "passwordpassword",
    "2025zhicheng2025",
    "Zhicheng@2025-06",
    "wulumuqi!2025!06",
    "职称12345678901234",
    "administrator1234",
    "qwertyuiop123456",
    "12345678901234567",
    "98765432109876543",
    "abcdefghijklmnop",
    "ponmlkjihgfedcba",
    "650199199001011234",
    "13999999999 139999",
    "iloveyou20250612",
    "correct horse battery staple",
    "my name is wang lei",
    "WANGLEI likes tea a lot",
    "王蕾喜欢在冬天的早晨喝一杯热茶",
    "seven grey\x00 herons",
    "seven grey\n herons",
    "seven grey \ud800 herons",
)


@pytest.mark.parametrize("password", [word for word in GOOD if len(word) >= 14])
def test_a_good_password_is_taken(password: str) -> None:
    assert good_password(password, name="wanglei", full_name="王蕾") == unicodedata.normalize("NFC", password)


@pytest.mark.parametrize("password", [*BAD, "my word wanglei and tea"], ids=ascii)
def test_a_bad_password_is_refused_with_what_is_wrong(password: str) -> None:
    with pytest.raises(Refusal) as refusal:
        good_password(
            password, name="wanglei" if "wang lei" not in password else "wang lei", full_name="王蕾"
        )
    assert refusal.value.code is RefusalCode.BAD_INPUT
    assert refusal.value.facts["field"] == "password"
    assert not password or password not in refusal.value.sentence


def test_a_short_name_may_be_part_of_a_word() -> None:
    assert good_password("a cab drives at seven", name="ab", full_name="Li")


@given(st.text(max_size=200))
def test_any_text_is_taken_or_refused(password: str) -> None:
    try:
        taken = good_password(password, name="wanglei", full_name="王蕾")
    except Refusal:
        return
    assert 14 <= len(taken) <= 128
    assert matches(hash_of(taken, CHEAP), taken, CHEAP)


def test_the_same_words_from_two_keyboards_are_the_same() -> None:
    composed, decomposed = "sieben große Vögel", unicodedata.normalize("NFD", "sieben große Vögel")
    assert composed != decomposed
    assert normal(composed) == normal(decomposed)
    assert prove(Credentials(1, hash_of(composed, CHEAP)), decomposed, CHEAP).right


def test_nothing_is_cut_off() -> None:
    base = "seven grey herons " * 7
    stored = Credentials(1, hash_of(base[:126] + "a", CHEAP))
    assert prove(stored, base[:126] + "a", CHEAP).right
    assert not prove(stored, base[:126] + "b", CHEAP).right
    assert not prove(stored, base[:126] + "a" * 5000, CHEAP).right


def test_the_office_hashes_with_argon2id_64_mib_three_passes() -> None:
    start = time.process_time()
    stored = hash_of("seven grey herons")
    taken = time.process_time() - start
    parameters = extract_parameters(stored)
    assert (parameters.type.name, parameters.memory_cost, parameters.time_cost) == ("ID", 65536, 3)
    assert taken < 2, taken
    assert matches(stored, "seven grey herons", HASHER)


def test_an_unknown_name_proves_nothing_even_against_nobodys_hash() -> None:
    proof = prove(Credentials(None, None), "seven grey herons", CHEAP)
    assert (proof.right, proof.staff_id, proof.new_hash) == (False, None, None)


def test_a_broken_stored_hash_lets_nobody_in() -> None:
    assert not prove(Credentials(1, "no hash"), "seven grey herons", CHEAP).right


def test_first_passwords_are_good_and_new_every_time() -> None:
    made = {first_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        assert len(password) == 19
        assert not set(password) & set("lo01")


class CountingHasher(PasswordHasher):
    """Counts what takes time."""

    compared = 0

    def verify(self, *args: object) -> bool:  # type: ignore[override]
        self.compared += 1
        return super().verify(*args)  # type: ignore[arg-type]


def test_an_unknown_name_costs_as_much_as_a_wrong_password() -> None:
    hasher = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    stored = hash_of("seven grey herons", hasher)
    for credentials in (Credentials(1, stored), Credentials(None, None), Credentials(1, "no hash")):
        hasher.compared = 0
        prove(credentials, "wrong", hasher)
        assert hasher.compared == 1
