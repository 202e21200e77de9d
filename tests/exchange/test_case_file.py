"""Case files are read strictly, written back whole, and judged line by line (contract.md sections 4 and 5)."""

import copy
import json
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import fields

from tests.checks.worked import case_of, examples, own, put
from zhicheng.checks.dossier import Dossier
from zhicheng.exchange.case_file import NoCaseFile, read_case, write_case
from zhicheng.exchange.eligibility_lines import check_lines
from zhicheng.exchange.path_words import WORDS
from zhicheng.exchange.verdict_line import is_error
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import load_year

YEAR = load_year("2025")


def changed(path: str, value: Any) -> bytes:
    case = copy.deepcopy(examples()["E38"]["case"])
    put(case, path, value)
    return json.dumps(case).encode()


def without(path: str) -> bytes:
    case = copy.deepcopy(examples()["E38"]["case"])
    *way, last = path.split(".")
    tree = case
    for step in way:
        tree = tree[int(step)] if isinstance(tree, list) else tree[step]
    del tree[last]
    return json.dumps(case).encode()


def refused(line: bytes) -> NoCaseFile:
    with pytest.raises(NoCaseFile) as caught:
        read_case(line, YEAR)
    assert caught.value.code is RefusalCode.BAD_INPUT
    return caught.value


@pytest.mark.parametrize("entry", [*examples().values(), *own().values()], ids=lambda entry: entry["id"])
def test_a_case_file_comes_back_whole(entry: dict[str, Any]) -> None:
    case = entry["case"] if "case" in entry else case_of(entry)
    dossier = read_case(json.dumps(case).encode(), YEAR)
    again = read_case(write_case(dossier), YEAR)
    assert again == dossier
    assert json.loads(write_case(dossier)).keys() == case.keys()


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("colour", "red", "$.colour"),
        ("applicant.shoe_size", 43, "$.applicant.shoe_size"),
        ("employment.0.salary", 1, "$.employment[0].salary"),
        ("schema", "zhicheng.case/2", "$.schema"),
        ("reference", "", "$.reference"),
        ("reference", "9" * 41, "$.reference"),
        ("reference", " \u3000", "$.reference"),
        ("employer.name", "  ", "$.employer.name"),
        ("title_sought.specialty", " ", "$.title_sought.specialty"),
        ("employment.0.post", "\u3000", "$.employment[0].post"),
        ("cycle", "2024", "$.cycle"),
        ("route", "fanghui", "$.route"),
        ("submitted_at", "2025-07-01T12:00:00", "$.submitted_at"),
        ("submitted_at", "yesterday", "$.submitted_at"),
        ("applicant.name", "", "$.applicant.name"),
        ("applicant.name", "字" * 51, "$.applicant.name"),
        ("applicant.id_type", "driving_licence", "$.applicant.id_type"),
        ("applicant.id_number", "6501991990030701", "$.applicant.id_number"),
        ("applicant.sex", "x", "$.applicant.sex"),
        ("applicant.birth_date", "1990-02-30", "$.applicant.birth_date"),
        ("applicant.birth_date", "1990-02", "$.applicant.birth_date"),
        ("applicant.ethnic_group", "57", "$.applicant.ethnic_group"),
        ("employer.region", "65010", "$.employer.region"),
        ("employer.kind", "club", "$.employer.kind"),
        ("employer.uscc", "12", "$.employer.uscc"),
        ("education.0.level", "20", "$.education[0].level"),
        ("education.0.completed_on", "2012-13", "$.education[0].completed_on"),
        ("education.0.completed_on", 2012, "$.education[0].completed_on"),
        ("education.0.foreign", None, "$.education[0].foreign"),
        ("employment.0.to", "9999-12-31", "$.employment[0].to"),
        ("integrity_records", [{"from": "9998-01-01"}], "$.integrity_records[0].from"),
        ("submitted_at", "0001-01-01T00:00:00+08:00", "$.submitted_at"),
        ("employment.0.place", "moon", "$.employment[0].place"),
        ("employment.0.to", "2011-01-01", "$.employment[0].to"),
        ("appraisals.0.result", "superb", "$.appraisals[0].result"),
        ("appraisals.0.year", "2022", "$.appraisals[0].year"),
        ("appraisals.1.year", 2022, "$.appraisals[1].year"),
        ("title_sought.series", "alchemy", "$.title_sought.series"),
        ("title_sought", None, "$.title_sought"),
        ("grassroots_service.0.kind", "tourism", "$.grassroots_service[0].kind"),
        ("continuing_education_exemption", 1, "$.continuing_education_exemption"),
        ("publicity.from", "2025-05", "$.publicity.from"),
        ("attachments.0.kind", "selfie", "$.attachments[0].kind"),
        ("attachments.0.year", 2024, "$.attachments[0].year"),
        ("attachments.0.file", "../../etc/passwd", "$.attachments[0].file"),
        ("attachments.0.file", "/etc/passwd", "$.attachments[0].file"),
        ("attachments.0.file", "C:\\a.pdf", "$.attachments[0].file"),
        ("attachments.0.file", "", "$.attachments[0].file"),
        ("integrity_records", [{"from": "2024"}], "$.integrity_records[0].from"),
    ],
)
def test_what_is_wrong_is_refused_with_its_path(path: str, value: Any, where: str) -> None:
    refusal = refused(changed(path, value))
    assert refusal.path == where
    assert where in refusal.sentence


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("applicant.sex", "x", "“x”不在允许的取值之内，应为male、female之一"),
        ("title_held.level", "king", "technician、assistant、intermediate、associate_senior、senior之一"),
        ("schema", "zhicheng.case/2", "应为zhicheng.case/1之一"),
        ("employer.region", "65010", "应为6位数字，现为“65010”"),
        ("submitted_at", "2025-02-30T12:00:00+08:00", "应形如2025-07-01T12:00:00+08:00，现为“2025-02-30"),
        ("publicity.from", "2025-02-30", "应为YYYY-MM-DD（允许只到月的项目可为YYYY-MM），现为“2025-02-30”"),
        ("reference", "9" * 41, "不超过40字符，现为“999"),
        ("colour", "red", "案卷文件的“colour”（$.colour）有误"),
        ("applicant.shoe_size", "43", "的申报人的“shoe_size”（$.applicant.shoe_size）有误"),
        ("education.0.level", "20", "案卷文件的学历第1行的学历（$.education[0].level）有误"),
    ],
)
def test_the_sentence_says_what_is_required_and_what_came(path: str, value: str, said: str) -> None:
    assert said in refused(changed(path, value)).sentence


def test_every_key_has_a_name_on_the_screens() -> None:
    for field in fields(Dossier):
        kinds = (*get_args(field.type), field.type)
        parts = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Struct)]
        _, names = WORDS[field.encode_name]
        assert set(names) == {key.encode_name for part in parts for key in fields(part)}, field.name


def test_the_sentence_never_repeats_who_somebody_is() -> None:
    assert "1990" not in refused(changed("applicant.birth_date", "1990-02-30")).sentence


@pytest.mark.parametrize(
    "path", ["schema", "reference", "applicant.name", "employer.region", "education", "title_sought.level"]
)
def test_only_keys_with_a_question_mark_may_be_left_out(path: str) -> None:
    assert refused(without(path)).path == "$." + path


def test_optional_keys_may_be_left_out() -> None:
    for path in (
        *("applicant.phone", "applicant.ethnic_group", "employer.uscc", "employer.supervising_department"),
        *(
            "postdoctoral_exit_on",
            "title_held",
            "work_summary",
            "publicity",
            "employment.0.to",
            "employment.0.place",
        ),
    ):
        read_case(without(path), YEAR)


def test_a_starred_kind_carries_its_year() -> None:
    case = copy.deepcopy(examples()["E38"]["case"])
    row = next(row for row in case["attachments"] if row["kind"] == "appraisal")
    del row["year"]
    assert refused(json.dumps(case).encode()).path.endswith(".year")


@pytest.mark.parametrize("line", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}", b"[" * 5000])
def test_what_is_no_object_is_refused(line: bytes) -> None:
    refused(line)


@pytest.mark.parametrize("key", ['"cycle":"2025"', '"sex":"female"'])
def test_what_is_said_twice_is_refused(key: str) -> None:
    line = json.dumps(examples()["E01"]["case"], separators=(",", ":"))
    assert f"项目“{key[1:4]}" in refused(line.replace(key, f"{key},{key}").encode()).sentence


@pytest.mark.parametrize("character", ["\0", "\x1b", "\x7f"])
def test_text_that_not_every_database_can_hold_is_refused(character: str) -> None:
    case = examples()["E01"]["case"] | {"work_summary": f"小结{character}" * 700}
    for line in (json.dumps(case), json.dumps(case, ensure_ascii=False)):
        assert "项目“work_summary”含有控制字符" in refused(line.encode()).sentence


@given(st.binary(max_size=60))
def test_no_bytes_break_the_reader(line: bytes) -> None:
    with pytest.raises(NoCaseFile):
        read_case(line, YEAR)


def test_names_and_numbers_take_their_normal_form() -> None:
    case = copy.deepcopy(examples()["E03"]["case"])
    case["applicant"]["name"] = " 古丽娜•吐尔逊"
    case["applicant"]["id_number"] = case["applicant"]["id_number"].lower()
    dossier = read_case(json.dumps(case).encode(), YEAR)
    assert dossier.applicant.name == "古丽娜·吐尔逊"
    assert dossier.applicant.id_number.endswith("X")


def test_a_verdict_line_is_what_the_contract_says() -> None:
    line = next(check_lines([json.dumps(examples()["E02"]["case"]).encode()], "2025"))
    verdict = json.loads(line)
    assert list(verdict)[:9] == [
        *("schema", "reference", "cycle", "rules", "route", "as_of", "outcome", "earliest_on", "findings"),
    ]
    assert verdict["schema"] == "zhicheng.verdict/1"
    assert verdict["rules"] == YEAR.sha256
    assert verdict["as_of"] == "2025-06-30"
    assert verdict["earliest_on"] == "2025-07-01"
    assert {"clause", "code", "outcome", "message", "facts"} <= verdict["findings"][0].keys()
    assert b"650199199003070223" not in line


def test_the_day_is_that_of_beijing() -> None:
    """16:00 in Z is the next day in Beijing (fact 6)."""
    case = {**examples()["E02"]["case"], "submitted_at": "2025-06-30T16:00:00Z"}
    verdict = json.loads(next(check_lines([json.dumps(case).encode()], "2025")))
    assert (verdict["as_of"], verdict["outcome"]) == ("2025-07-01", "eligible")


def test_lines_answer_in_order_and_errors_stand_in_their_place() -> None:
    good = json.dumps(examples()["E01"]["case"]).encode()
    answers = list(check_lines([good, b"nonsense\n", b"\n", good], "2025"))
    assert [is_error(line) for line in answers] == [False, True, False]
    error = json.loads(answers[1])["error"]
    assert (error["code"], error["path"]) == ("bad_input", "$")
    assert error["message"]


def test_an_unknown_cycle_is_refused_at_once() -> None:
    with pytest.raises(Refusal):
        check_lines([], "2031")
