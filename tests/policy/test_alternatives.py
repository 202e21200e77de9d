"""Every parameter and number of a year can be answered otherwise, one at a time, and only lawfully."""

import msgspec
import pytest

from tests.builders import YEAR
from tests.refused import refused
from zhicheng.policy.alternatives import NOT_JUDGED, altered, alternative, alternatives
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
