"""One catalogue: every label has its English, none is left over, and no value is lost on the way."""

import re
from functools import cache

from zhicheng.language.catalogue import PO, english, headings, labels
from zhicheng.language.extract import ROOT, messages
from zhicheng.language.placeholder import HAN

VALUE = re.compile(r"\{\w*\}|%\(?\w*\)?[ds]|%d")
KEPT = {"中文"}
"""What says itself in its own language."""


wanted = cache(messages)


def test_every_label_has_its_english() -> None:
    missing = {one: places for one, places in wanted().items() if one not in english()}
    assert not missing, f"add to {PO.name} (python -m zhicheng.language.extract lists them)"


def test_what_python_says_is_known_as_such() -> None:
    """Only messages with a place in the package are looked up when they are shown; others are where templates are compiled."""
    told = {one: any(place.startswith("zhicheng/") for place in places) for one, places in wanted().items()}
    assert {one for one, by_python in told.items() if by_python != (one in labels())} == set()


def test_no_translation_is_left_over() -> None:
    assert {*english(), *headings()} - set(wanted()) == set()


def test_a_translation_has_the_values_of_its_source() -> None:
    differing = {
        source: target
        for source, target in english().items()
        if sorted(VALUE.findall(source)) != sorted(VALUE.findall(target))
    }
    assert differing == {}


def test_english_is_english() -> None:
    number = "乌人社职〔2025〕12号"  # a document number, as an example of one
    left = {s: t for s, t in english().items() if s not in KEPT and HAN.search(t.replace(number, ""))}
    assert left == {}


def test_english_is_plain_text() -> None:
    assert [target for target in english().values() if "<" in target or "&" in target] == []


def test_the_file_of_the_catalogue_holds_no_line_twice() -> None:
    sources = re.findall(r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"$', PO.read_text("utf-8"), re.MULTILINE)
    assert len(sources) == len(set(sources))


def test_scripts_hold_their_words_in_plain_quotes() -> None:
    for path in (ROOT / "zhicheng/web/static").glob("*.js"):
        source = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"))
        assert not [one for one in re.findall(r"`[^`]*`", source) if HAN.search(one)], path.name
