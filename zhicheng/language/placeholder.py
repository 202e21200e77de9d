"""What stands between the words of a sentence, by a name that a translator understands."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")
HAN = re.compile("[\u4e00-\u9fff]")
CHINESE = re.compile(r"[\u4e00-\u9fff\u3001-\u3006\u3008-\u3011\uff01-\uff1f]")
"""A Chinese character, or punctuation that only Chinese has."""
PLACE = re.compile(r"\{(\w+)\}")


def is_chinese(text: str) -> bool:
    """Whether any of ``text`` is Chinese."""
    return CHINESE.search(text) is not None


def tidy(text: str) -> str:
    """White space as a message id has it: one blank, none around."""
    return " ".join(text.split())


def message_of(pieces: Iterable[str | T], name_of: Callable[[T], str]) -> tuple[str, dict[str, T]]:
    """The message id of words and what stands between them, and what each ``{name}`` in it means."""
    words: list[str] = []
    values: dict[str, T] = {}
    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        name = first = name_of(piece)
        number = 1
        while name in values:
            number += 1
            name = f"{first}{number}"
        values[name] = piece
        words.append("{" + name + "}")
    return tidy("".join(words)), values


def taken_apart(sentence: str, values: dict[str, T]) -> list[str | T]:
    """The words of a translated sentence and the values between them, in its own order."""
    return [
        values[part] if place % 2 else part
        for place, part in enumerate(PLACE.split(sentence))
        if place % 2 or part
    ]
