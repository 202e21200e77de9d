"""Text that a column can hold, on either engine."""

import re

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def writable(text: str) -> bool:
    """False when the text holds control characters, except tabs and line ends, or half a character."""
    return _UNWRITABLE.search(text) is None
