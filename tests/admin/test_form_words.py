"""Whatever WTForms has to say is said, in Chinese: our sentence first, its own catalogue after."""

import pytest

from zhicheng.admin.career_forms import KINDS, PublicityForm
from zhicheng.admin.form import CHINESE
from zhicheng.exchange.path_words import WORDS


@pytest.mark.parametrize(
    "sentence", ["Not a valid choice.", "Invalid value, must be one of: %(values)s.", "Invalid CSRF Token."]
)
def test_a_sentence_is_never_an_error(sentence: str) -> None:
    assert any("\u4e00" <= character <= "\u9fff" for character in CHINESE.gettext(sentence))


def test_nor_is_one_with_a_number() -> None:
    said = CHINESE.ngettext(
        "Field must be exactly %(max)d character long.", "Field must be exactly %(max)d characters long.", 3
    )
    assert "%(max)d" in said


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_file_and_a_form_call_a_row_and_its_fields_the_same(kind: str) -> None:
    called, names = WORDS[kind]
    labels = {key: getattr(KINDS[kind].form, "from_" if key == "from" else key).args[0] for key in names}
    assert (KINDS[kind].label, labels) == (called, names)


def test_and_so_the_publicity() -> None:
    names = WORDS["publicity"][1]
    assert {key: getattr(PublicityForm, f"publicity_{key}").args[0] for key in names} == names
