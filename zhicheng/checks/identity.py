"""Clause 4.1: the identity number agrees with itself and with what is declared. No rule of age or area code exists."""

from zhicheng.checks.dossier import Dossier
from zhicheng.checks.finding import Finding
from zhicheng.kernel.identity_number import birth_date, check_digit, has_shape, masked, normal_number, sex
from zhicheng.policy.vocabulary import IdType, Outcome, Sex
from zhicheng.policy.year import PolicyYear


def judge_identity(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    """Check digit, birth date, sex: what disagrees is returnable; another kind of document is for a person."""
    clause, applicant = year.identity.clause, dossier.applicant
    number = normal_number(applicant.id_number)
    facts: dict[str, object] = {"id_type": applicant.id_type.value, "id_number": masked(number)}
    if applicant.id_type is not IdType.RESIDENT_IDENTITY_CARD:
        message = f"现有证件为{applicant.id_type.label}，系统无法核验号码，请经办人员对照证件核定。"
        return [Finding(clause, "identity_document", Outcome.NEEDS_REVIEW, message, facts)]
    wrong = []
    if not has_shape(number):
        wrong.append("身份证号码应为18位")
    else:
        born = birth_date(number)
        if check_digit(number) != number[17]:
            wrong.append("身份证号码的校验码不符")
        if born is None:
            wrong.append("身份证号码中的出生日期不存在")
        elif born != applicant.birth_date:
            wrong.append(f"填报的出生日期{applicant.birth_date}与身份证号码中的{born}不一致")
        stated = Sex(sex(number))
        if stated is not applicant.sex:
            wrong.append(f"填报的性别“{applicant.sex.label}”与身份证号码中的“{stated.label}”不一致")
    if wrong:
        message = f"要求：个人信息与身份证一致。现有：{'；'.join(wrong)}。请对照身份证更正。"
        return [Finding(clause, "identity_number", Outcome.RETURNABLE, message, facts)]
    message = "身份证号码校验无误，出生日期、性别与填报一致。"
    return [Finding(clause, "identity_number", Outcome.ELIGIBLE, message, facts)]
