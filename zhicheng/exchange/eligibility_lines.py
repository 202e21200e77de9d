"""``flask eligibility check``: a stream of case files in, a stream of verdicts out, in order, in constant memory."""

from collections.abc import Iterable, Iterator

from zhicheng.checks.assess import assess
from zhicheng.exchange.case_file import NoCaseFile, read_case
from zhicheng.exchange.verdict_line import error_line, verdict_line
from zhicheng.policy.load import load_year
from zhicheng.policy.year import PolicyYear


def check_lines(lines: Iterable[bytes], cycle: str) -> Iterator[bytes]:
    """One line of JSON for each line that is not blank, without line ends. An unknown cycle is a Refusal at once."""
    return _checked(lines, load_year(cycle))


def _checked(lines: Iterable[bytes], year: PolicyYear) -> Iterator[bytes]:
    for line in lines:
        text = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not text:
            continue
        try:
            yield verdict_line(assess(read_case(text, year), year))
        except NoCaseFile as refusal:
            yield error_line(refusal.code.value, refusal.path, refusal.sentence)
