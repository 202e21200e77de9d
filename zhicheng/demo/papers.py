"""What stands on the papers of the demonstration: the facts that the case file declares, so that each proves something."""

from zhicheng.checks.dossier import AttachmentRow, Dossier
from zhicheng.demo.card import card_back, card_front
from zhicheng.demo.files import portrait, scan
from zhicheng.policy.vocabulary import Sex
from zhicheng.policy.year import PolicyYear

DISTRICTS = ("天山区", "沙依巴克区", "新市区", "水磨沟区", "头屯河区", "达坂城区", "米东区")


def paper(year: PolicyYear, case: Dossier, row: AttachmentRow, seed: int) -> bytes:
    """The bytes of the attachment ``row``: a portrait, a side of the identity card, or a page of words and a seal."""
    person, district = case.applicant, f"乌鲁木齐市{DISTRICTS[seed % len(DISTRICTS)]}"
    if row.kind in ("photo", "id_card_front"):
        face = portrait(seed=seed, long_hair=person.sex is Sex.FEMALE)
        return face if row.kind == "photo" else card_front(person, face, district=district, seed=seed)
    if row.kind == "id_card_back":
        return card_back(person, district=district, seed=seed)
    lines, body = words_on(case, row)
    return scan(year.materials[row.kind].label, name=person.name, lines=lines, body=body, seed=seed)


def words_on(case: Dossier, row: AttachmentRow) -> tuple[list[str], str]:
    """The lines of a paper, and who sealed it."""
    lines = [f"{row.year} 年度"] if row.year else []
    unit = case.employer.name
    school = next((one.school for one in (*case.degrees, *case.education) if one.school), None) or unit
    match row.kind:
        case "diploma" | "foreign_degree_certification":
            return lines + _studied(case), school
        case "degree_certificate":
            return lines + _conferred(case), school
        case "work_proof" | "township_posting_proof":
            lines += _worked(case)
        case "title_certificate":
            lines += _held(case)
        case "appraisal":
            lines += [f"考核结果：{one.result.label}" for one in case.appraisals if one.year == row.year]
        case "continuing_education_common" | "continuing_education_specialty":
            return [*lines, "学时已达到规定要求，培训合格。"], "继续教育培训机构"
        case "publicity_notice" | "publicity_result" | "recommendation_report":
            lines += _shown(case)
        case "commitment_letter":
            lines += ["本人承诺所填内容和提交的材料真实、准确、完整，", "如有虚假，自愿承担相应责任。"]
    return lines, unit


def _studied(case: Dossier) -> list[str]:
    lines = []
    for one in case.education:
        where = "　".join(filter(None, (one.school, one.major and f"{one.major}专业")))
        lines += [where, f"学历：{one.level.label}", f"毕业时间：{one.completed_on}"]
    return lines


def _conferred(case: Dossier) -> list[str]:
    lines = []
    for one in case.degrees:
        lines += [f"{one.school or ''}　授予{one.degree.label}学位".strip(), f"授予时间：{one.conferred_on}"]
    return lines


def _worked(case: Dossier) -> list[str]:
    lines = []
    for post in case.employment:
        until = f"至 {post.to}" if post.to else "至今"
        lines += [f"单位：{post.employer}", f"{post.from_} {until}　{post.post}　{post.specialty}专业"]
        lines += [f"工作地点：{post.place.label}"] if post.place else []
    return lines


def _held(case: Dossier) -> list[str]:
    held = case.title_held
    if held is None:
        return []
    return [
        f"{held.series.label}　{held.specialty}　{held.level.label}",
        f"取得时间：{held.obtained_on}",
    ]


def _shown(case: Dossier) -> list[str]:
    shown = case.publicity
    return [f"公示时间：{shown.from_} 至 {shown.to}"] if shown else []
