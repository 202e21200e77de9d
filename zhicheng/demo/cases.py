"""Case files for invented people: whole ones for every route, and such with a defect of a known kind."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import msgspec

from zhicheng.checks.assess import assess
from zhicheng.checks.dossier import Dossier
from zhicheng.demo.people import EMPLOYERS, Person, credit_code, invent_person
from zhicheng.exchange.case_file import read_case, write_case
from zhicheng.kernel.clock import BEIJING
from zhicheng.policy.year import PolicyYear

ROUTES = (
    "initial_junior",
    "initial_intermediate",
    "award_intermediate",
    "award_associate_senior",
    "award_senior",
    "fanghuiju",
)
WEIGHTS = (38, 12, 28, 8, 3, 11)
DEFECTS = (
    "appraisal_missing",
    "summary_short",
    "publicity_short",
    "foreign_uncertified",
    "commitment_missing",
)
FIELDS = {
    # series, specialties
    "engineering": ("机械", "水利", "建筑设计", "环境", "材料"),
    "agriculture": ("农学", "植保", "畜牧"),
    "school_teacher": ("小学语文", "初中数学", "学前教育"),
    "laboratory": ("化学实验",),
    "archives": ("档案管理",),
}
LEVEL = {
    "initial_junior": "assistant",
    "initial_intermediate": "intermediate",
    "award_intermediate": "intermediate",
    "award_associate_senior": "associate_senior",
    "award_senior": "senior",
    "fanghuiju": "associate_senior",
}
SENTENCES = (
    "任职以来，本人拥护党的路线方针政策，遵守职业道德，服从组织安排，按时参加政治理论学习。",
    "工作中坚持从现场出发，先弄清楚问题再动手，遇到拿不准的数据反复核对，不把疑问留给下一道工序。",
    "参与完成了本单位两项重点任务，负责其中的方案比选、图纸复核与资料整理，成果通过了验收。",
    "针对冬季施工周期短的特点，提出分段作业的办法，缩短工期十二天，节约费用约八万元。",
    "利用业余时间学习专业规范，参加继续教育培训，整理学习笔记，与同事交流心得。",
    "带教新进人员三名，编写操作要点一份，使班组的差错率明显下降。",
    "也清楚自己的不足：理论总结偏少，外语文献阅读能力有待提高，今后将有计划地改进。",
)


@dataclass(frozen=True)
class InventedCase:
    """A case file and who it is about."""

    person: Person
    dossier: Dossier


def invent_case(
    random: Random,
    year: PolicyYear,
    serial: int,
    route: str,
    submitted_at: datetime,
    defect: str | None = None,
) -> InventedCase:
    """A case file for ``route`` that holds on the day of ``submitted_at``, apart from ``defect``."""
    person = invent_person(random, serial)
    day = submitted_at.astimezone(BEIJING).date()
    body = _body(random, person, serial, route, day)
    body["submitted_at"] = submitted_at.isoformat()
    body["cycle"] = year.cycle
    body["attachments"] = _attachments(read_case(msgspec.json.encode(body), year), year)
    spoil(body, defect)
    return InventedCase(person, read_case(msgspec.json.encode(body), year))


def with_all_attachments(dossier: Dossier, year: PolicyYear) -> Dossier:
    """The same dossier with every file that the year demands, and no other."""
    bare = msgspec.structs.replace(dossier, attachments=())
    body = msgspec.json.decode(write_case(bare))
    body["attachments"] = _attachments(bare, year)
    return read_case(msgspec.json.encode(body), year)


def spoil(body: dict[str, Any], defect: str | None) -> None:
    """Put one defect of clause 4 into a case file."""
    files = body["attachments"]
    if defect == "appraisal_missing":
        last = max(row["year"] for row in files if row["kind"] == "appraisal")
        body["attachments"] = [row for row in files if (row["kind"], row.get("year")) != ("appraisal", last)]
    elif defect == "summary_short":
        body["work_summary"] = body["work_summary"][:1400]
    elif defect == "publicity_short":
        start = date.fromisoformat(body["publicity"]["from"])
        body["publicity"]["to"] = str(start + timedelta(days=2))
        body["publicity"]["result_on"] = str(start + timedelta(days=3))
    elif defect == "foreign_uncertified":
        for row in (*body["education"], *body["degrees"]):
            row["foreign"] = True
    elif defect == "commitment_missing":
        body["attachments"] = [row for row in files if row["kind"] != "commitment_letter"]


def _body(random: Random, person: Person, serial: int, route: str, day: date) -> dict[str, Any]:
    series = random.choices(tuple(FIELDS), (50, 20, 20, 5, 5))[0]
    specialty = random.choice(FIELDS[series])
    unit = _unit(random, route, series)
    fanghuiju = route == "fanghuiju"
    path = random.choices(("41", "31", "21"), (1, 2, 7))[0]
    years = {
        "initial_junior": {"41": 3, "31": 2, "21": 1}[path],
        "initial_intermediate": 3,
        "fanghuiju": 3,
    }.get(route, 1)
    started = date(day.year - years - random.randrange(1, 3), random.randrange(1, 7), random.randrange(1, 28))
    graduated = started - timedelta(days=random.randrange(9, 40))
    diploma, degree = {
        "initial_junior": (path, None),
        "initial_intermediate": ("21", None),
        "award_intermediate": ("14", "master"),
        "award_associate_senior": ("11", "doctor"),
        "award_senior": ("11", "doctor"),
        "fanghuiju": ("21", None),
    }[route]
    place = "village" if fanghuiju else "township" if route == "initial_intermediate" else "district"
    spans = range(day.year - years, day.year)
    published = _publicity_start(random, day)
    return {
        "schema": "zhicheng.case/1",
        "reference": f"WLMQ-{day.year}-{serial:06d}",
        "route": route,
        "applicant": {
            "name": person.name,
            "id_type": "resident_identity_card",
            "id_number": person.id_number,
            "sex": person.sex,
            "birth_date": str(person.birth_date),
            "ethnic_group": person.ethnic_group,
            "phone": "0991-0000000",
        },
        "employer": unit,
        "education": [
            {
                "level": diploma,
                "full_time": True,
                "completed_on": str(graduated),
                "school": random.choice(("北疆大学", "天池工学院", "塔河农业大学", "昆仑师范学院")),
                "major": specialty,
                "foreign": False,
            }
        ],
        "degrees": [{"degree": degree, "conferred_on": str(graduated), "foreign": False}] if degree else [],
        "postdoctoral_exit_on": str(graduated) if route == "award_senior" else None,
        "employment": [
            {
                "employer": unit["name"],
                "post": "专业技术岗位",
                "specialty": specialty,
                "professional": True,
                "from": str(started),
                "to": None,
                "place": place,
            }
        ],
        "appraisals": [
            {
                "year": one,
                "result": "excellent"
                if fanghuiju
                else random.choice(("qualified", "qualified", "excellent")),
            }
            for one in spans
        ],
        "title_held": {
            "series": series,
            "specialty": specialty,
            "level": "intermediate",
            "obtained_on": str(date(day.year - 5, 12, 20)),
        }
        if fanghuiju
        else None,
        "title_sought": {"series": series, "specialty": specialty, "level": LEVEL[route]},
        "grassroots_service": [
            {
                "kind": random.choice(("village", "village", "preschool_teaching", "inland_service")),
                "from": f"{day.year - 3}-01-01",
                "to": f"{day.year - 1}-12-31",
            }
        ]
        if fanghuiju
        else [],
        "continuing_education": [{"year": one, "common": True, "specialty": True} for one in spans],
        "continuing_education_exemption": False,
        "work_summary": _summary(random),
        "publicity": {
            "from": str(published),
            "to": str(published + timedelta(days=10)),
            "result_on": str(published + timedelta(days=11)),
            "report_on": str(published + timedelta(days=11)),
            "objections": False,
        },
        "attachments": [],
        "integrity_records": [],
    }


def _publicity_start(random: Random, day: date) -> date:
    """Early enough for eleven days of publicity, result and report before the submission, and for any holiday in it."""
    return day - timedelta(days=random.randrange(14, 22))


def _unit(random: Random, route: str, series: str) -> dict[str, Any]:
    schools = (1, 3) if series == "school_teacher" else None
    rural = (5, 7, 8) if route == "initial_intermediate" else None
    weights = [8, 8, 6, 6, 5, 5, 4, 4, 4, 6, 6, 7, 7, 7, 5, 1]
    chosen = (
        random.choice(rural or schools)
        if (rural or schools)
        else random.choices(range(len(EMPLOYERS)), weights)[0]
    )
    name, kind, prefix, region, department = EMPLOYERS[chosen]
    return {
        "name": name,
        "uscc": credit_code(prefix, region, chosen + 1),
        "kind": kind,
        "region": region,
        "supervising_department": department,
    }


def _summary(random: Random) -> str:
    """Between 2,000 and 3,000 characters, no two alike."""
    text = ""
    length = random.randrange(2150, 2700)
    while len(text) < length:
        text += random.choice(SENTENCES)
    return text


def _attachments(dossier: Dossier, year: PolicyYear) -> list[dict[str, Any]]:
    """Everything that the checks would miss: what a year demands is said in its file, not here."""
    rows: list[dict[str, Any]] = []
    for finding in assess(dossier, year).findings:
        kind = finding.facts.get("kind")
        if finding.code == "material" and isinstance(kind, str):
            rows.append(
                {"kind": kind, "file": f"{year.materials[kind].label}.{'jpg' if kind == 'photo' else 'pdf'}"}
            )
    for one in (row.year for row in dossier.appraisals):
        rows.append({"kind": year.appraisal.material, "year": one, "file": f"{one}年度考核.pdf"})
    if dossier.employer.kind in year.continuing_education.employer_kinds:
        for row in dossier.continuing_education:
            for kind in (year.continuing_education.common, year.continuing_education.specialty):
                rows.append(
                    {"kind": kind, "year": row.year, "file": f"{row.year}{year.materials[kind].label}.pdf"}
                )
    return rows
