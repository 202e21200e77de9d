"""Read the worked cases of tests/cases and make dossiers and years of them."""

import copy
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from zhicheng.checks.assess import assess
from zhicheng.checks.verdict import Verdict
from zhicheng.exchange.case_file import read_case
from zhicheng.policy.load import load_year
from zhicheng.policy.year import PolicyYear

CASES = Path(__file__).parents[1] / "cases"


@cache
def examples() -> dict[str, dict[str, Any]]:
    """The 37 examples by id: id, note, case, want."""
    lines = (CASES / "eligibility.jsonl").read_text(encoding="utf-8").splitlines()
    return {entry["id"]: entry for entry in map(json.loads, lines)}


@cache
def own() -> dict[str, dict[str, Any]]:
    """Our own cases by id."""
    entries = tomllib.loads((CASES / "rules.toml").read_text(encoding="utf-8"))["case"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    return {entry["id"]: entry for entry in entries}


def case_of(entry: dict[str, Any]) -> dict[str, Any]:
    """The case file that an entry of rules.toml describes."""
    case = copy.deepcopy(examples()[entry["base"]]["case"])
    case["reference"] = entry["id"]
    for path, value in entry.get("set", {}).items():
        put(case, path, value)
    for path in entry.get("unset", []):
        put(case, path, None)
    for path in entry.get("clear", []):
        put(case, path, [])
    if "summary" in entry:
        text, _, times = entry["summary"].rpartition("*")
        case["work_summary"] = text * int(times)
    dropped = set(entry.get("drop", []))
    kept = [
        row for row in case["attachments"] if not {row["kind"], f"{row['kind']}:{row.get('year')}"} & dropped
    ]
    for name in entry.get("add", []):
        kind, _, year = name.partition(":")
        kept.append({"kind": kind, "file": f"{kind}{year}.pdf"} | ({"year": int(year)} if year else {}))
    case["attachments"] = kept
    return case


def put(tree: Any, path: str, value: Any) -> None:
    """Set what stands at a dotted path."""
    *way, last = path.split(".")
    for step in way:
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    if isinstance(tree, list):
        tree[int(last)] = value
    else:
        tree[last] = value


def year_with(answers: dict[str, str]) -> PolicyYear:
    """The year 2025 with other answers to open questions."""
    year = load_year("2025")
    parameters = year.parameter
    names = {field.encode_name: field.name for field in msgspec.structs.fields(parameters)}
    for number, value in answers.items():
        answer = getattr(parameters, names[number])
        assert value in answer.alternatives, f"{number} knows no {value}"
        parameters = msgspec.structs.replace(
            parameters, **{names[number]: msgspec.structs.replace(answer, value=value)}
        )
    return msgspec.structs.replace(year, parameter=parameters)


def verdict_of(case: dict[str, Any], answers: dict[str, str] | None = None) -> Verdict:
    """The verdict on a case file."""
    year = year_with(answers or {})
    return assess(read_case(json.dumps(case).encode(), year), year)
