"""The lines of a JSON Lines file, one at a time, however long somebody made one."""

from collections.abc import Iterator
from typing import BinaryIO

from zhicheng.exchange.case_file import LONGEST_LINE
from zhicheng.exchange.import_cases import Line

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_lines(file: BinaryIO) -> Iterator[Line]:
    """Every line that is not blank, with its number from 1. Of a line that is too long only the beginning is kept."""
    number = 0
    while line := file.readline(LONGEST_LINE + 2):
        number += 1
        whole = line
        while len(whole) > LONGEST_LINE + 1 and not whole.endswith(b"\n"):
            whole = file.readline(LONGEST_LINE + 2)
            if not whole:
                break
        text = (line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line).strip()
        if text:
            yield number, text
