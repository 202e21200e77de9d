"""The reviewer's desk is data, strictly loaded."""

from pathlib import Path

import pytest

from tests.refused import refused
from zhicheng.policy.desk_file import load_desk, read_desk
from zhicheng.policy.load import HERE, load_year

KINDS = frozenset(load_year("2025").materials)
GOOD = """schema = "zhicheng.desk/1"
[[evidence]]
codes = ["diploma"]
kinds = ["diploma"]
parts = ["education"]
[[reason]]
clause = "4.2"
kinds = ["diploma"]
text = "印章不清"
"""


def test_the_year_as_given_is_whole() -> None:
    desk = load_desk("2025")
    assert desk.kinds_of("work_years") == ("work_proof",)
    assert desk.parts_proved_by("work_proof") == ("employer", "employment")
    assert all(one.clause in ("4.2", "4.8") for one in desk.reasons_for("diploma"))
    assert desk.reasons_for("diploma")[0].kinds and not desk.reasons_for("diploma")[-1].kinds


def test_every_material_has_a_reason_to_choose() -> None:
    assert all(load_desk("2025").reasons_for(kind) for kind in KINDS)


def test_a_later_year_without_a_file_takes_the_newest_before_it() -> None:
    assert sorted(path.stem for path in (HERE / "desk").glob("*.toml")) == ["2025"]
    with refused("bad_input"):
        load_desk("2024")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("印章不清", "短", "reason"),
        ('kinds = ["diploma"]\ntext', 'kinds = ["dipolma"]\ntext', "dipolma"),
        ('parts = ["education"]', 'parts = ["schooling"]', "evidence"),
        ('clause = "4.2"', 'clause = "四"', "clause"),
        ('text = "印章不清"', 'text = "印章不清"\nweight = 3', "weight"),
        ("zhicheng.desk/1", "zhicheng.desk/2", "schema"),
        ('codes = ["diploma"]', 'codes = ["diploma", "diploma"]', "不止一次"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = tmp_path / "2025.toml"
    path.write_text(GOOD)
    assert read_desk(path, KINDS).kinds_of("diploma") == ("diploma",)
    path.write_text(GOOD.replace(old, new, 1))
    with refused("bad_input") as caught:
        read_desk(path, KINDS)
    assert named in caught.value.sentence
