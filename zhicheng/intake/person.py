"""Does what is said of a person agree with the identity card? Asked when somebody types it in (clause 4.1)."""

from datetime import date

from zhicheng.kernel.identity_number import birth_date, check_digit, has_shape, normal_number, sex
from zhicheng.policy.vocabulary import IdType, Sex


def faults_of_person(id_type: IdType, id_number: str, said_sex: Sex, said_birth: date) -> dict[str, str]:
    """Field -> what is wrong with it, what is required, what to do. Only a resident card's number can be judged."""
    number = normal_number(id_number)
    if id_type is not IdType.RESIDENT_IDENTITY_CARD:
        return {} if 4 <= len(number) <= 30 else {"id_number": "证件号码应为 4 至 30 个字符，请核对。"}
    if not has_shape(number):
        return {
            "id_number": f"居民身份证号码应为 17 位数字加 1 位数字或 X，现有 {len(number)} 个字符，请核对。"
        }
    faults = {}
    born = birth_date(number)
    if born is None:
        faults["id_number"] = (
            f"号码中的出生日期 {number[6:10]}-{number[10:12]}-{number[12:14]} 不存在，请核对。"
        )
    elif check_digit(number) != number[17]:
        faults["id_number"] = "号码的校验码不符，至少有一位录错，请对照身份证逐位核对。"
    elif born != said_birth:
        faults["birth_date"] = f"与号码中的出生日期 {born} 不一致，请对照身份证核对。"
    written = Sex(sex(number))
    if "id_number" not in faults and written is not said_sex:
        faults["sex"] = f"与号码中的性别“{written.label}”不一致，请对照身份证核对。"
    return faults
