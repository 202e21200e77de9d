"""Whatever WTForms has to say is said, in Chinese: our sentence first, its own catalogue after."""

import pytest

from zhicheng.admin.form import CHINESE


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
