"""Counting the work summary three ways (clause 4.5, domain.md 5.4)."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhicheng.checks.summary import count


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("", (0, 0, 0)),
        ("任职以来，", (5, 4, 5)),
        ("GB2312标准", (3, 2, 8)),
        ("a b c", (3, 0, 3)),
        ("word  word", (2, 0, 8)),
        ("3.5%", (4, 0, 4)),
        ("第１２章", (4, 2, 4)),
        ("全 角\u3000空\n白\t", (4, 4, 4)),
        ("𠮷野家", (3, 3, 3)),
        ("〇一二", (3, 3, 3)),
        ("零\u200b宽\ufeff", (2, 2, 2)),
        ("e\u0301te\u0301", (1, 0, 3)),
        ("——……", (4, 0, 4)),
        ("䷀卦", (2, 1, 2)),
    ],
)
def test_counts(text: str, counts: tuple[int, int, int]) -> None:
    assert count(text) == counts


IDEOGRAPH = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
ALPHABET = st.sampled_from("任职〇㐀䶿䷀一鿿豈ﬀ𠮷𝄞Ａ１，。、“ \n\u3000aZ09éĀɏ.-%ئж\u200b\ud7ff\ue000")


@given(st.text(ALPHABET, max_size=200))
def test_the_quick_way_counts_ideographs_as_the_pattern_does(text: str) -> None:
    assert count(text)[1] == len(IDEOGRAPH.findall(unicodedata.normalize("NFC", text)))


@given(st.text(ALPHABET, max_size=200))
def test_no_count_exceeds_the_whole(text: str) -> None:
    counted, ideographs, whole = count(text)
    assert ideographs <= counted <= whole or not whole
