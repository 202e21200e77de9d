"""What holds of any dossier whatever, tried on worked cases whose parts are shuffled and replaced by chance (seeded)."""

import json
import random
from typing import Any

import pytest

from tests.checks.worked import examples, year_with
from zhicheng.checks.assess import assess
from zhicheng.checks.dossier import dossier_from_json, dossier_to_json
from zhicheng.checks.finding import earliest, worst
from zhicheng.exchange.case_file import NoCaseFile, read_case
from zhicheng.policy.load import load_year
from zhicheng.policy.vocabulary import (
    AppraisalResult,
    Degree,
    EducationLevel,
    Outcome,
    Place,
    Series,
    ServiceKind,
    TitleLevel,
)

BASES = [entry["case"] for entry in examples().values()]
YEAR = load_year("2025")


def a_day(chance: random.Random, *, month_too: bool = True) -> str:
    text = (
        f"{chance.choice([1900, 2019, 2022, 2023, 2024, 2024, 2025, 2025, 2100])}-{chance.randint(1, 12):02}"
    )
    return text if month_too and chance.random() < 0.3 else f"{text}-{chance.randint(1, 28):02}"


def a_case(chance: random.Random) -> dict[str, Any]:
    """A base case of which every part may have been replaced."""
    case = {**chance.choice(BASES)}
    parts: dict[str, Any] = {
        "education": lambda: [
            {
                "level": chance.choice(list(EducationLevel)),
                "full_time": chance.choice([True, False, None]),
                "completed_on": a_day(chance),
                "foreign": chance.random() < 0.3,
            }
            for _ in range(chance.randint(0, 3))
        ],
        "degrees": lambda: [
            {"degree": chance.choice(list(Degree)), "conferred_on": a_day(chance), "foreign": False}
            for _ in range(chance.randint(0, 2))
        ],
        "employment": lambda: [
            {
                **{"employer": "甲", "post": "岗", "specialty": chance.choice(["机械", "电气"])},
                **{"professional": chance.random() < 0.8, "from": a_day(chance)},
                **{"to": chance.choice([None, a_day(chance)]), "place": chance.choice([None, *Place])},
            }
            for _ in range(chance.randint(0, 4))
        ],
        "appraisals": lambda: [
            {"year": year, "result": chance.choice(list(AppraisalResult))}
            for year in chance.sample(range(2018, 2026), chance.randint(0, 6))
        ],
        "title_held": lambda: {
            "series": chance.choice(list(Series)),
            "specialty": "机械",
            "level": chance.choice(list(TitleLevel)),
            "obtained_on": a_day(chance),
        },
        "title_sought": lambda: {
            "series": chance.choice(list(Series)),
            "specialty": chance.choice(["机械", "软件工程"]),
            "level": chance.choice(list(TitleLevel)),
        },
        "grassroots_service": lambda: [
            {
                "kind": chance.choice(list(ServiceKind)),
                "from": a_day(chance),
                "to": chance.choice([None, a_day(chance)]),
            }
            for _ in range(chance.randint(0, 3))
        ],
        "publicity": lambda: {
            "from": a_day(chance, month_too=False),
            "to": a_day(chance, month_too=False),
            "objections": chance.choice([None, True, False]),
        },
        "integrity_records": lambda: [{"from": a_day(chance, month_too=False)}],
        "route": lambda: chance.choice(list(YEAR.routes)),
        "submitted_at": lambda: f"{a_day(chance, month_too=False)}T12:00:00+08:00",
    }
    for name in chance.sample(sorted(parts), chance.randint(1, 5)):
        case[name] = parts[name]()
    return case


@pytest.mark.parametrize("seed", range(400))
def test_whatever_comes_in_a_whole_verdict_comes_out(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    answers: dict[str, str] = {}
    if seed % 2:
        for name, number in zip(
            YEAR.parameter.__struct_fields__, YEAR.parameter.__struct_encode_fields__, strict=True
        ):
            if number != "P-13":  # the office has given no list of its own yet
                answers[number] = chance.choice(sorted(getattr(YEAR.parameter, name).alternatives))
    year = year_with(answers)
    try:
        dossier = read_case(json.dumps(a_case(chance)).encode(), year)
    except NoCaseFile:
        return
    verdict = assess(dossier, year)
    findings = list(verdict.findings)
    assert verdict.outcome is worst(findings)
    assert verdict.outcome is not Outcome.NOTICE
    assert verdict.earliest_on == earliest(findings)
    assert (verdict.earliest_on is None) or verdict.outcome is Outcome.INELIGIBLE
    assert all(found.message.endswith(("。", "）")) and "None" not in found.message for found in findings)
    assert assess(dossier_from_json(dossier_to_json(dossier)), year) == verdict


def test_the_day_that_was_told_keeps_its_word() -> None:
    """On ``earliest_on``, all else equal, the years are full."""
    kept = 0
    for seed in range(1000):
        case = a_case(random.Random(seed))  # noqa: S311 - no secret
        case["integrity_records"] = []
        try:
            verdict = assess(read_case(json.dumps(case).encode(), YEAR), YEAR)
        except NoCaseFile:
            continue
        if verdict.earliest_on is None or verdict.earliest_on.year != verdict.as_of.year:
            continue
        case["submitted_at"] = f"{verdict.earliest_on}T12:00:00+08:00"
        assert assess(read_case(json.dumps(case).encode(), YEAR), YEAR).outcome is not Outcome.INELIGIBLE
        kept += 1
    assert kept > 3
