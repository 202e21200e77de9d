"""The year's file is read strictly: a typo is refused with file, key path and what was expected."""

import hashlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import HERE, cycles, load_year, read_calendar, read_year
from zhicheng.policy.vocabulary import Series, TitleLevel

FILE = HERE / "years" / "2025.toml"


def spoiled(folder: Path, old: str, new: str) -> str:
    """The sentence with which a spoiled copy of the file is refused."""
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = folder / "2025.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_year(path, HERE / "calendars")
    assert refused.value.code is RefusalCode.BAD_INPUT
    assert "2025.toml" in refused.value.sentence
    return refused.value.sentence


def test_the_window_of_the_notice() -> None:
    """Clauses 1 and 6.1."""
    window = load_year("2025").window
    assert window.opens_at.astimezone(UTC) == datetime(2025, 5, 6, 3, tzinfo=UTC)
    assert window.closes_at.astimezone(UTC) == datetime(2025, 11, 15, 10, tzinfo=UTC)
    assert (window.rounds, window.resubmit_within_hours) == (3, 48)


def test_routes_and_their_offices() -> None:
    year = load_year("2025")
    assert {route.code: route.clause for route in year.route} == {
        "initial_junior": "3.1",
        "initial_intermediate": "3.2",
        "award_intermediate": "3.3",
        "award_associate_senior": "3.4",
        "award_senior": "3.5",
        "fanghuiju": "3.6",
    }
    offices = {route.code: route.office for route in year.route}
    assert [code for code, office in offices.items() if office == "junior_office"] == ["initial_junior"]
    assert set(offices.values()) == {"junior_office", "title_office"}


def test_years_of_every_path() -> None:
    paths = {path.clause: path.years for route in load_year("2025").route for path in route.path}
    assert paths == {"3.1.1": 3, "3.1.2": 2, "3.1.3": 1, "3.2": 3, "3.3": 1, "3.4": 1, "3.5": 1, "3.6": 3}


def test_every_attachment_kind_of_the_contract() -> None:
    starred = {kind for kind, material in load_year("2025").materials.items() if material.yearly}
    assert starred == {"continuing_education_common", "continuing_education_specialty", "appraisal"}
    assert len(load_year("2025").materials) == 22


def test_title_names() -> None:
    """The same word may be any level: 一级教师 中级, 一级演员 正高, 一级翻译 副高."""
    names = load_year("2025").title_names
    assert names[Series.SCHOOL_TEACHER][TitleLevel.INTERMEDIATE] == ("一级教师",)
    assert names[Series.ART][TitleLevel.SENIOR][0] == "一级演员"
    assert names[Series.TRANSLATION][TitleLevel.ASSOCIATE_SENIOR] == ("一级翻译",)
    assert TitleLevel.TECHNICIAN not in names[Series.HIGHER_EDUCATION_TEACHER]
    assert set(names) == set(Series)


def test_the_digest_is_that_of_the_file() -> None:
    assert load_year("2025").sha256 == "sha256:" + hashlib.sha256(FILE.read_bytes()).hexdigest()
    assert load_year("2025") is load_year("2025")


@pytest.mark.parametrize("cycle", ["2031", "", "../2025", "2025.toml", "２０２５"])
def test_an_unknown_cycle_is_refused(cycle: str) -> None:
    with pytest.raises(Refusal) as refused:
        load_year(cycle)
    assert refused.value.code is RefusalCode.BAD_INPUT
    assert "2025" in cycles()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("rounds = 3", "ronds = 3", "$.window.ronds有误：没有这个项目，应为opening_clause、"),
        ("rounds = 3", 'rounds = "3"', "$.window.rounds有误：应为整数"),
        ("opens_at = 2025-05-06T11:00:00+08:00", "", "$.window.opens_at有误：缺少"),
        ('cycle = "2025"', 'cycle = "2026"', "cycle"),
        ('kind = "diploma", label', 'kind = "diplom", label', "$.route[0].path[0].requirement[0]"),
        ('levels = ["41"]', 'levels = ["40"]', "“40”不在允许的取值之内"),
        ('series = "engineering"\nlevels', 'series = "enginering"\nlevels', "enginering"),
        ('value = "T-day"', 'value = "T-night"', "$.parameter.P-02.value"),
        ('"T-hire" = "对应日的前一日满"\n', "", "parameter.P-02.alternatives"),
        ('office = "junior_office"', 'office = "title_office"', "initial_junior.office"),
        ('office = "junior_office"', 'office = "junior_ofice"', "junior_ofice不存在"),
        ('routes = ["initial_junior"]', 'routes = ["initial_junor"]', "initial_junor"),
        ('when = [{ routes = ["fanghuiju"] }]', 'when = [{ routes = ["fanghui"] }]', "title_certificate"),
        (
            'when = [{ routes = ["fanghuiju"] }]',
            'when = [{ route = ["fanghuiju"] }]',
            "when[0].route有误：没有这个项目",
        ),
        ('kind = "photo"', 'kind = "id_card_back"', "id_card_back出现了不止一次"),
        ('doubtful = ["other"]', "doubtful = []", "scope"),
        ('publishing = { technician = "E",', "publishing = {", "publishing"),
        ('series = "museum"\nsource', 'series = "library"\nsource', "museum"),
        ("{serial:05d}", "", "number_pattern"),
        (
            'value = "as_given"',
            'value = "office_list"',
            "office_list",
        ),
        ("closes_at = 2025-11-15", "closes_at = 2025-01-15", "closes_at"),
        ("[window]", "[window", "TOML"),
    ],
)
def test_a_typo_is_refused_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert told in spoiled(tmp_path, old, new)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("last = 2025-10-08", "last = 2026-10-08", "off["),
        ("last = 2025-02-04", "last = 2025-01-04", "off[1]"),
        ("day = 2025-09-28", "day = 2024-09-28", "worked["),
        ("confirmed = true", 'confirmed = "yes"', "true或false"),
        ('of = "xinjiang"', 'of = "urumqi"', "$.off["),
    ],
)
def test_a_calendar_is_read_strictly_too(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "2025.toml"
    text = (HERE / "calendars" / "2025.toml").read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        read_calendar(path)
    assert told in refused.value.sentence


def test_with_a_misspelt_file_nothing_starts_and_the_sentence_says_where(tmp_path: Path) -> None:
    (tmp_path / "years").mkdir()
    (tmp_path / "years/2025.toml").write_text(FILE.read_text().replace("rounds = 3", "ronds = 3"))
    program = f"from zhicheng.policy import load; load.HERE = load.Path({str(tmp_path)!r}); import app"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (run.returncode, json.loads(run.stdout)["error"]["code"]) == (1, "bad_input")
    assert run.stderr.startswith("文件2025.toml的$.window.ronds有误")
    assert len(run.stderr.splitlines()) == 1
