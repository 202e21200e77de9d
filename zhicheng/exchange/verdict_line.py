"""The JSON of ``zhicheng.verdict/1`` and of an error in its place (contract.md section 5)."""

import msgspec

from zhicheng.checks.verdict import Verdict

_ENCODER = msgspec.json.Encoder()


def verdict_line(verdict: Verdict) -> bytes:
    """One verdict as one line of JSON, without its line end."""
    return _ENCODER.encode(
        {
            "schema": "zhicheng.verdict/1",
            "reference": verdict.reference,
            "cycle": verdict.cycle,
            "rules": verdict.rules,
            "route": verdict.route,
            "as_of": verdict.as_of,
            "outcome": verdict.outcome,
            "earliest_on": verdict.earliest_on,
            "findings": verdict.findings,
        }
    )


def error_line(code: str, path: str, message: str) -> bytes:
    """What stands in the place of a verdict where a line was no case file."""
    return _ENCODER.encode({"error": {"code": code, "path": path, "message": message}})


def is_error(line: bytes) -> bool:
    """Whether a line stands for something that was no case file (the command then exits with 1)."""
    return line.startswith(b'{"error":')
