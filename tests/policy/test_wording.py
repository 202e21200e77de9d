"""What letters say is data: read strictly, its places checked when the year is loaded, its facts never evaluated."""

import shutil
from pathlib import Path

import pytest

from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.check import check_year
from zhicheng.policy.load import HERE, load_year, read_year
from zhicheng.policy.load_wording import read_wordings
from zhicheng.policy.slots import SLOTS
from zhicheng.policy.wording import Wording, filled

SHIPPED = HERE / "years" / "2025"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the year's words to spoil."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "2025"))


def refused(folder: Path) -> str:
    with pytest.raises(Refusal) as found:
        read_wordings(folder)
    assert found.value.code is RefusalCode.BAD_INPUT
    return found.value.sentence


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_letter_and_template_has_its_words() -> None:
    wording = load_year("2025").wording
    assert set(wording) == set(SLOTS)
    assert wording["return_letter"].sha256.startswith("sha256:")


def test_an_unknown_place_is_refused_with_file_key_and_what_could_stand_there(folder: Path) -> None:
    change(folder, "return_letter", "{due_at}", "{deadline}")
    sentence = refused(folder)
    assert "2025/return_letter.toml" in sentence
    assert "part.deadline" in sentence
    assert "{deadline}" in sentence
    assert "{due_at}" in sentence


def test_a_letter_that_forgets_the_deadline_is_refused(folder: Path) -> None:
    change(folder, "return_letter", "请在{due_at}（北京时间）前", "48小时以内")
    assert "part.deadline有误：应含{due_at}" in refused(folder)


def test_a_missing_part_an_unknown_part_and_an_unknown_key_are_refused(folder: Path) -> None:
    change(folder, "decline_letter", "objection = ", "objections = ")
    assert "decline_letter.toml的part.objection" in refused(folder)
    change(folder, "decline_letter", "objections = ", "objection = ")
    change(folder, "decline_letter", "[part]", 'colour = "red"\n[part]')
    assert "没有这个项目" in refused(folder)


def test_a_missing_file_and_a_file_that_is_no_letter_are_refused(folder: Path) -> None:
    (folder / "poem.toml").write_text("", encoding="utf-8")
    assert "poem.toml" in refused(folder)
    (folder / "poem.toml").unlink()
    (folder / "receipt.toml").unlink()
    assert "缺少“受理回执”的用语文件" in refused(folder)


@pytest.mark.parametrize("stray", ["{{name}}", "{0}", "{name.__class__}", "{name!r}", "{", "}"])
def test_a_brace_that_is_no_place_is_refused(folder: Path, stray: str) -> None:
    change(folder, "receipt", "您的申报材料已收到", stray)
    assert "花括号只用于占位符" in refused(folder)


def test_a_table_that_leaves_out_whom_it_is_about_is_refused(folder: Path) -> None:
    change(folder, "name_list", 'value = "{name}"', 'value = "某人"')
    assert "表格应有一行含{name}" in refused(folder)


def test_a_table_where_none_belongs_is_refused(folder: Path) -> None:
    with (folder / "decline_letter.toml").open("a", encoding="utf-8") as file:
        file.write('[[row]]\nlabel = "姓名"\nvalue = "{name}"\n')
    assert "不应有row" in refused(folder)


@pytest.mark.parametrize(
    "name", ["{{7*7}}", "{number}", "{0}", "${number}", "{% raw %}", "\\g<1>", "#sys.inputs"]
)
def test_what_a_fact_contains_is_text(name: str) -> None:
    said = filled("{name}：受理号{number}", {"name": name, "number": "2025-000001"})
    assert said == f"{name}：受理号2025-000001"


def test_a_fact_that_is_missing_is_an_error_of_the_program_not_an_empty_place() -> None:
    with pytest.raises(KeyError, match="number"):
        filled("{number}", {})


def test_every_part_can_be_said_with_the_facts_it_may_name() -> None:
    for name, wording in load_year("2025").wording.items():
        facts = {fact: f"<{fact}>" for fact in SLOTS[name].knows}
        for part, must in SLOTS[name].parts.items():
            said = wording.say(part, facts)
            assert all(f"<{fact}>" in said for fact in must), (name, part)
            assert "{" not in said
        assert "{" not in str(wording.rows(facts))


def test_a_year_without_words_of_its_own_speaks_as_the_year_before(tmp_path: Path) -> None:
    path = tmp_path / "2026.toml"
    text = (HERE / "years" / "2025.toml").read_text(encoding="utf-8")
    path.write_text(text.replace('cycle = "2025"', 'cycle = "2026"', 1), encoding="utf-8")
    year = read_year(path, HERE / "calendars")
    assert year.wording["receipt"] == load_year("2025").wording["receipt"]


def test_policy_check_names_a_spoiled_letter(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    change(folder, "receipt", "本次为第{round}次", "本次为第{attempt}次")
    shutil.copy(HERE / "years" / "2025.toml", folder.parent)

    def spoiled(cycle: str) -> object:
        return read_year(folder.parent / f"{cycle}.toml", HERE / "calendars")

    monkeypatch.setattr("zhicheng.policy.check.load_year", spoiled)
    [remark] = check_year("2025")
    assert (remark.weight, remark.where) == ("error", "part.opening")
    assert "receipt.toml" in remark.message


def test_a_wording_knows_where_it_came_from() -> None:
    wording = load_year("2025").wording["receipt"]
    assert isinstance(wording, Wording)
    assert wording.name == "receipt"
