"""How a test says that the rules say no."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from zhicheng.kernel.refusal import Refusal


@contextmanager
def refused(code: str) -> Iterator[pytest.ExceptionInfo[Refusal]]:
    """What happens inside is refused with ``code``, in a Chinese sentence."""
    with pytest.raises(Refusal) as caught:
        yield caught
    assert caught.value.code.value == code, caught.value.sentence
    assert any("\u4e00" <= character <= "\u9fff" for character in caught.value.sentence)
    assert caught.value.sentence.endswith(("。", "！", "？"))
