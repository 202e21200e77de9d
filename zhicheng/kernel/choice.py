"""A closed list of codes with their Chinese labels."""

from enum import StrEnum
from typing import Self


class Choice(StrEnum):
    """A StrEnum whose members carry the Chinese label beside the stored code: ``DRAFT = "draft", "草稿"``."""

    label: str

    def __new__(cls, code: str, label: str = "") -> Self:
        """Make a member that equals ``code`` and shows ``label``."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member
