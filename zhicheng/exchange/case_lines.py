"""The case files of a file that somebody handed over, whichever of the two forms it has."""

from collections.abc import Iterator
from typing import BinaryIO

from zhicheng.exchange.import_cases import Line
from zhicheng.exchange.lines import read_lines
from zhicheng.exchange.workbook import read_workbook
from zhicheng.policy.year import PolicyYear

ZIP = b"PK\x03\x04"


def read_cases(file: BinaryIO, year: PolicyYear) -> Iterator[Line]:
    """Lines of JSON, or the rows of a workbook: the first bytes decide, not the name. A pipe can only bring lines."""
    if file.seekable():
        beginning = file.read(len(ZIP))
        file.seek(0)
        if beginning == ZIP:
            return read_workbook(file, year)
    return read_lines(file)
