"""Every parameter and number of a year can be answered otherwise, one at a time, and only lawfully."""

import msgspec
import pytest

from tests.builders import YEAR
from tests.refused import refused
from zhicheng.policy.alternatives import NOT_JUDGED, altered, alternative, alternatives
from zhicheng.policy.guide import materials_of, publicity_end, who_hands_in
from zhicheng.policy.parameters import Parameters
from zhicheng.policy.year import YearFile


def tree(year: object) -> object:
    """All that stands in the year's file, as plain values."""
    return msgspec.to_builtins({name: getattr(year, name) for name in YearFile.__struct_fields__})


def test_every_open_question_is_there_and_every_key_once() -> None:
    keys = [one.key for one in alternatives(YEAR)]
    assert set(Parameters.__struct_encode_fields__) <= set(keys)
    assert len(keys) == len(set(keys))
    assert set(NOT_JUDGED) <= set(keys)
    assert {"publicity.working_days", "path.3.1.1.years", "scope.civil_nonenterprise"} <= set(keys)


@pytest.mark.parametrize("one", alternatives(YEAR), ids=lambda one: one.key)
def test_each_value_changes_the_year_there_and_back(one: object) -> None:
    values = list(one.choices) or [str(one.least), str(one.most)]
    assert one.value in one.choices or one.least <= int(one.value) <= one.most
    assert one.said(one.value)
    for value in values:
        other = altered(YEAR, one.key, value)
        assert (tree(other) == tree(YEAR)) == (value == one.value)
        assert alternative(other, one.key).value == value
        assert tree(altered(other, one.key, one.value)) == tree(YEAR) or one.key.startswith("scope.")
        assert other.sha256 != YEAR.sha256
        assert other.routes == {route.code: route for route in other.route}


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("P-99", "yes"),
        ("P-10", "W-none"),
        ("P-13", "office_list"),
        ("publicity.working_days", "0"),
        ("publicity.working_days", "五"),
        ("publicity.working_days", "9" * 5000),
        ("path.9.years", "1"),
        ("sha256", "x"),
        ("", ""),
    ],
)
def test_what_the_year_does_not_know_is_refused(key: str, value: str) -> None:
    with refused("bad_input"):
        altered(YEAR, key, value)


def test_the_guide_s_example_of_a_publicity_follows_p_10() -> None:
    start = YEAR.window.opens_at.date()
    assert str(publicity_end(YEAR, start)) == "2025-05-12"
    assert str(publicity_end(altered(YEAR, "P-10", "W-excl"), start)) == "2025-05-13"
    assert str(publicity_end(altered(YEAR, "publicity.working_days", "7"), start)) == "2025-05-14"


def test_the_guide_says_who_hands_in_what_on_a_route() -> None:
    degree = YEAR.materials["degree_certificate"]
    assert who_hands_in(YEAR, degree) == "填报了学位的；授予（中级）、授予（副高级）"
    assert who_hands_in(YEAR, degree, YEAR.routes["initial_junior"]) == "填报了学位的"
    assert who_hands_in(YEAR, YEAR.materials["title_certificate"], YEAR.routes["fanghuiju"]) == "全部"
    named = {one.kind for route in YEAR.route for one in materials_of(YEAR, route)}
    assert {one.kind for one in YEAR.material if one.when} <= named
