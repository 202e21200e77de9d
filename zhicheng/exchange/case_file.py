"""Case files ``zhicheng.case/1`` (contract.md section 4): one JSON object in, one frozen dossier out, and back.

Strict: an unknown key, a code nobody knows, a date that no calendar has, all are refused with the path of the key.
What only the rules can judge (an identity number whose check digit is wrong) is no mistake of the file.
"""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

import msgspec

from zhicheng.checks.dossier import Dossier, Employment, ServiceRow, dossier_from_json, dossier_to_json
from zhicheng.exchange.path_words import words_of
from zhicheng.kernel.credit_code import normal_code
from zhicheng.kernel.identity_number import has_shape, normal_number
from zhicheng.kernel.names import normal_name
from zhicheng.kernel.plain_text import writable
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.mistake import in_chinese, read_anyhow
from zhicheng.policy.vocabulary import ETHNIC_GROUPS, IdType
from zhicheng.policy.year import PolicyYear

SCHEMA: Literal["zhicheng.case/1"] = "zhicheng.case/1"
LONGEST_LINE = 1_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2100
_MARKS = re.compile(r"[/\\:]|\.\.")
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)")


class NoCaseFile(Refusal):
    """A line that is no case file: where (``path``) and why (``reason``)."""

    def __init__(self, path: str, reason: str) -> None:
        key = words_of(path)
        sentence = f"案卷文件的{key}（{path}）有误：{reason}。" if key else f"案卷文件有误：{reason}。"
        super().__init__(RefusalCode.BAD_INPUT, sentence, path=path)
        self.path, self.reason = path, reason


def read_case(line: bytes, year: PolicyYear) -> Dossier:
    """The dossier of one case file, names and numbers in their normal form; else NoCaseFile."""
    if len(line) > LONGEST_LINE:
        raise NoCaseFile("$", f"一份案卷不得超过{LONGEST_LINE}字节")
    try:
        dossier = dossier_from_json(line)
    except msgspec.ValidationError as error:
        raise NoCaseFile(*in_chinese(str(error), Dossier, read_anyhow(line))) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NoCaseFile("$", "不是完整的JSON对象，或不是UTF-8编码") from None
    json.loads(line, object_pairs_hook=_each_once)
    if b"\\u" in line or b"\x7f" in line:  # no other way leads a control character through JSON
        json.loads(line, object_pairs_hook=_each_writable)
    for path, reason in _mistakes(dossier, year):
        raise NoCaseFile(path, reason)
    return _normal(dossier)


def write_case(dossier: Dossier) -> bytes:
    """The case file of a dossier, without a line end."""
    return dossier_to_json(msgspec.structs.replace(dossier, schema=SCHEMA))


def _each_once(pairs: list[tuple[str, object]]) -> None:
    """Refuse an object that says a thing twice: two readers would read two cases."""
    if len(dict(pairs)) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise NoCaseFile("$", f"项目“{twice}”出现了不止一次，请只保留正确的一个")


def _each_writable(pairs: list[tuple[str, object]]) -> None:
    for key, text in pairs:
        if isinstance(text, str) and not writable(text):
            raise NoCaseFile("$", f"项目“{key}”含有控制字符，请删去后重试")


def _mistakes(dossier: Dossier, year: PolicyYear) -> Iterator[tuple[str, str]]:
    if dossier.schema is msgspec.UNSET:
        yield "$.schema", f"缺少这个项目，应为{SCHEMA}"
    if dossier.cycle != year.cycle:
        yield "$.cycle", f"应为{year.cycle}年度，现为“{dossier.cycle[:20]}”"
    if dossier.route not in year.routes:
        yield "$.route", f"“{dossier.route[:40]}”不是本年度的申报类别，应为{'、'.join(year.routes)}之一"
    yield from _mistakes_of_person(dossier)
    yield from ((path, "不能只有空格") for path, text in _names(dossier) if text.isspace())
    for name, years in (
        ("appraisals", [row.year for row in dossier.appraisals]),
        ("continuing_education", [row.year for row in dossier.continuing_education]),
    ):
        for number, each in enumerate(years):
            if each in years[:number]:
                yield f"$.{name}[{number}].year", f"{each}年重复填报"
    for where, span in _spans(dossier):
        if span.to is not None and span.to.latest < span.from_.earliest:
            yield f"{where}.to", f"结束日期{span.to}早于开始日期{span.from_}"
    for path, day in _dates(dossier):
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            yield path, f"日期{day}应在{FIRST_YEAR}至{LAST_YEAR}年之间（至今用空值表示）"
    yield from _mistakes_of_attachments(dossier, year)


def _names(dossier: Dossier) -> Iterator[tuple[str, str]]:
    yield "$.reference", dossier.reference
    yield "$.employer.name", dossier.employer.name
    yield "$.title_sought.specialty", dossier.title_sought.specialty
    if dossier.title_held is not None:
        yield "$.title_held.specialty", dossier.title_held.specialty
    for number, post in enumerate(dossier.employment):
        yield f"$.employment[{number}].employer", post.employer
        yield f"$.employment[{number}].post", post.post
        yield f"$.employment[{number}].specialty", post.specialty


def _dates(dossier: Dossier) -> Iterator[tuple[str, date | None]]:
    yield "$.submitted_at", dossier.submitted_at.date()
    yield "$.applicant.birth_date", dossier.applicant.birth_date
    if dossier.postdoctoral_exit_on is not None:
        yield "$.postdoctoral_exit_on", dossier.postdoctoral_exit_on.latest
    if dossier.title_held is not None:
        yield "$.title_held.obtained_on", dossier.title_held.obtained_on.latest
    for number, diploma in enumerate(dossier.education):
        yield f"$.education[{number}].completed_on", diploma.completed_on.latest
    for number, degree in enumerate(dossier.degrees):
        yield f"$.degrees[{number}].conferred_on", degree.conferred_on.latest
    for where, span in _spans(dossier):
        yield f"{where}.from", span.from_.latest
        yield f"{where}.to", None if span.to is None else span.to.latest
    if dossier.publicity is not None:
        shown = dossier.publicity
        yield "$.publicity.from", shown.from_
        yield "$.publicity.to", shown.to
        yield "$.publicity.result_on", shown.result_on
        yield "$.publicity.report_on", shown.report_on
    for number, record in enumerate(dossier.integrity_records):
        yield f"$.integrity_records[{number}].from", record.from_
        yield f"$.integrity_records[{number}].lifted_on", record.lifted_on


def _spans(dossier: Dossier) -> Iterator[tuple[str, Employment | ServiceRow]]:
    """Every stretch of work or service, with its path."""
    for number, post in enumerate(dossier.employment):
        yield f"$.employment[{number}]", post
    for number, service in enumerate(dossier.grassroots_service):
        yield f"$.grassroots_service[{number}]", service


def _mistakes_of_person(dossier: Dossier) -> Iterator[tuple[str, str]]:
    applicant = dossier.applicant
    try:
        normal_name(applicant.name)
    except ValueError as error:
        yield "$.applicant.name", str(error)
    if applicant.id_type is IdType.RESIDENT_IDENTITY_CARD and not has_shape(
        normal_number(applicant.id_number)
    ):
        yield "$.applicant.id_number", "居民身份证号码应为17位数字加1位数字或X"
    if applicant.ethnic_group is not None and applicant.ethnic_group not in ETHNIC_GROUPS:
        yield "$.applicant.ethnic_group", "不是GB/T 3304的民族代码"


def _mistakes_of_attachments(dossier: Dossier, year: PolicyYear) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(dossier.attachments):
        where = f"$.attachments[{number}]"
        material = year.materials.get(row.kind)
        if material is None:
            yield f"{where}.kind", f"“{row.kind[:60]}”不是本年度的附件种类"
        elif (row.year is None) == (material.yearly is not None):
            yield (
                f"{where}.year",
                f"{material.label}{'须注明年度' if material.yearly else '不分年度，不应填年度'}",
            )
        if not row.file.isprintable() or (_MARKS.search(row.file) and _LEADS_OUT.search(row.file)):
            yield f"{where}.file", "应为导入文件夹内的相对路径"


def _normal(dossier: Dossier) -> Dossier:
    applicant, employer = dossier.applicant, dossier.employer
    name, number = normal_name(applicant.name), normal_number(applicant.id_number)
    code = None if employer.uscc is None else normal_code(employer.uscc)
    if (name, number, code) == (applicant.name, applicant.id_number, employer.uscc):
        return dossier
    return msgspec.structs.replace(
        dossier,
        applicant=msgspec.structs.replace(applicant, name=name, id_number=number),
        employer=msgspec.structs.replace(employer, uscc=code),
    )
