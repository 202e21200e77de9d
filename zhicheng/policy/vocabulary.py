"""The words of the case file (contract.md sections 3 and 4): stored code beside Chinese label."""

from zhicheng.kernel.choice import Choice


class Outcome(Choice):
    """What a finding comes to. The worst wins; a notice changes nothing (domain.md section 5)."""

    NOTICE = "notice", "提示"
    ELIGIBLE = "eligible", "符合"
    NEEDS_REVIEW = "needs_review", "须人工核定"
    RETURNABLE = "returnable", "须退回补正"
    INELIGIBLE = "ineligible", "不符合"

    weight: int
    """Heavier is worse."""

    def __init__(self, _code: str, _label: str = "") -> None:
        self.weight = len(type(self).__members__)


class TitleLevel(Choice):
    """职称层级, from the lowest to the highest (domain.md section 1, fact 1)."""

    TECHNICIAN = "technician", "员级"
    ASSISTANT = "assistant", "助理级"
    INTERMEDIATE = "intermediate", "中级"
    ASSOCIATE_SENIOR = "associate_senior", "副高级"
    SENIOR = "senior", "正高级"

    rank: int
    """1 (员级) to 5 (正高级)."""

    def __init__(self, _code: str, _label: str = "") -> None:
        self.rank = len(type(self).__members__) + 1


class Series(Choice):
    """The 27 national series (domain.md section 8)."""

    HIGHER_EDUCATION_TEACHER = "higher_education_teacher", "高等学校教师"
    PHILOSOPHY_SOCIAL_SCIENCE = "philosophy_social_science", "哲学社会科学研究"
    NATURAL_SCIENCE = "natural_science", "自然科学研究"
    HEALTH = "health", "卫生技术"
    ENGINEERING = "engineering", "工程技术"
    AGRICULTURE = "agriculture", "农业技术"
    JOURNALISM = "journalism", "新闻"
    PUBLISHING = "publishing", "出版"
    LIBRARY = "library", "图书资料"
    MUSEUM = "museum", "文物博物"
    ARCHIVES = "archives", "档案"
    ARTS_AND_CRAFTS = "arts_and_crafts", "工艺美术"
    TECHNICAL_SCHOOL_TEACHER = "technical_school_teacher", "技工院校教师"
    SPORTS = "sports", "体育"
    TRANSLATION = "translation", "翻译"
    BROADCASTING = "broadcasting", "播音主持"
    ACCOUNTING = "accounting", "会计"
    STATISTICS = "statistics", "统计"
    ECONOMICS = "economics", "经济"
    LABORATORY = "laboratory", "实验技术"
    VOCATIONAL_SCHOOL_TEACHER = "vocational_school_teacher", "中等职业学校教师"
    SCHOOL_TEACHER = "school_teacher", "中小学教师（含幼儿园）"
    ART = "art", "艺术"
    PUBLIC_LEGAL_SERVICE = "public_legal_service", "公共法律服务"
    SHIP = "ship", "船舶"
    CIVIL_AVIATION_FLIGHT = "civil_aviation_flight", "民用航空飞行"
    AUDIT = "audit", "审计"


class EmployerKind(Choice):
    """Kinds of units (clause 2)."""

    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    STATE_OWNED_ENTERPRISE = "state_owned_enterprise", "国有企业"
    PRIVATE_ENTERPRISE = "private_enterprise", "民营企业"
    CIVIL_NONENTERPRISE = "civil_nonenterprise", "民办非企业单位"
    SOCIAL_ORGANIZATION = "social_organization", "社会团体"
    GOVERNMENT_ORGAN = "government_organ", "机关"
    OTHER = "other", "其他"


class Place(Choice):
    """Where the person works, not the seat of the unit (clause 3.2)."""

    CITY = "city", "市"
    DISTRICT = "district", "区"
    SUBDISTRICT = "subdistrict", "街道"
    COMMUNITY = "community", "社区"
    COUNTY = "county", "县"
    TOWNSHIP = "township", "乡镇"
    VILLAGE = "village", "村"


class EducationLevel(Choice):
    """学历, GB/T 4658-2006."""

    DOCTOR_GRADUATE = "11", "博士研究生毕业"
    DOCTOR_COMPLETED = "12", "博士研究生结业"
    DOCTOR_UNFINISHED = "13", "博士研究生肄业"
    MASTER_GRADUATE = "14", "硕士研究生毕业"
    MASTER_COMPLETED = "15", "硕士研究生结业"
    MASTER_UNFINISHED = "16", "硕士研究生肄业"
    POSTGRADUATE_CLASS_GRADUATE = "17", "研究生班毕业"
    POSTGRADUATE_CLASS_COMPLETED = "18", "研究生班结业"
    POSTGRADUATE_CLASS_UNFINISHED = "19", "研究生班肄业"
    BACHELOR_GRADUATE = "21", "大学本科毕业"
    BACHELOR_COMPLETED = "22", "大学本科结业"
    BACHELOR_UNFINISHED = "23", "大学本科肄业"
    ORDINARY_CLASS_GRADUATE = "28", "大学普通班毕业"
    COLLEGE_GRADUATE = "31", "大学专科毕业"
    COLLEGE_COMPLETED = "32", "大学专科结业"
    COLLEGE_UNFINISHED = "33", "大学专科肄业"
    SECONDARY_SPECIAL_GRADUATE = "41", "中等专科毕业"
    SECONDARY_SPECIAL_COMPLETED = "42", "中等专科结业"
    SECONDARY_SPECIAL_UNFINISHED = "43", "中等专科肄业"
    VOCATIONAL_HIGH_GRADUATE = "44", "职业高中毕业"
    VOCATIONAL_HIGH_COMPLETED = "45", "职业高中结业"
    VOCATIONAL_HIGH_UNFINISHED = "46", "职业高中肄业"
    TECHNICAL_SCHOOL_GRADUATE = "47", "技工学校毕业"
    TECHNICAL_SCHOOL_COMPLETED = "48", "技工学校结业"
    TECHNICAL_SCHOOL_UNFINISHED = "49", "技工学校肄业"
    HIGH_SCHOOL_GRADUATE = "61", "普通高中毕业"
    HIGH_SCHOOL_COMPLETED = "62", "普通高中结业"
    HIGH_SCHOOL_UNFINISHED = "63", "普通高中肄业"
    JUNIOR_HIGH_GRADUATE = "71", "初中毕业"
    JUNIOR_HIGH_UNFINISHED = "73", "初中肄业"
    PRIMARY_SCHOOL = "80", "小学"
    PRIMARY_GRADUATE = "81", "小学毕业"
    PRIMARY_UNFINISHED = "83", "小学肄业"
    OTHER = "90", "其他"


class Degree(Choice):
    """学位 (clauses 3.3, 3.4)."""

    BACHELOR = "bachelor", "学士"
    MASTER = "master", "硕士"
    DOCTOR = "doctor", "博士"


class AppraisalResult(Choice):
    """年度考核 results (clause 4.4)."""

    EXCELLENT = "excellent", "优秀"
    QUALIFIED = "qualified", "合格"
    BASICALLY_QUALIFIED = "basically_qualified", "基本合格"
    UNQUALIFIED = "unqualified", "不合格"
    UNDETERMINED = "undetermined", "不确定等次"


class ServiceKind(Choice):
    """Grassroots service of clause 3.6: the four named kinds, and the rest of its open list."""

    VILLAGE = "village", "驻村"
    VILLAGE_MOSQUE = "village_mosque", "驻村管寺"
    PRESCHOOL_TEACHING = "preschool_teaching", "南疆学前教育支教"
    INLAND_SERVICE = "inland_service", "内地服务管理"
    OTHER = "other", "其他基层服务"


class IdType(Choice):
    """Kinds of identity documents (clause 4.1)."""

    RESIDENT_IDENTITY_CARD = "resident_identity_card", "居民身份证"
    FOREIGN_PERMANENT_RESIDENT_CARD = "foreign_permanent_resident_card", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"
    OTHER = "other", "其他证件"


class Sex(Choice):
    """As the identity card states it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


ETHNIC_GROUPS: dict[str, str] = dict(
    pair.split()
    for pair in (
        "01 汉,02 蒙古,03 回,04 藏,05 维吾尔,06 苗,07 彝,08 壮,09 布依,10 朝鲜,11 满,12 侗,13 瑶,14 白,15 土家,16 哈尼,"
        "17 哈萨克,18 傣,19 黎,20 傈僳,21 佤,22 畲,23 高山,24 拉祜,25 水,26 东乡,27 纳西,28 景颇,29 柯尔克孜,30 土,"
        "31 达斡尔,32 仫佬,33 羌,34 布朗,35 撒拉,36 毛南,37 仡佬,38 锡伯,39 阿昌,40 普米,41 塔吉克,42 怒,43 乌孜别克,"
        "44 俄罗斯,45 鄂温克,46 德昂,47 保安,48 裕固,49 京,50 塔塔尔,51 独龙,52 鄂伦春,53 赫哲,54 门巴,55 珞巴,56 基诺,"
        "97 其他,98 外国血统中国籍人士"
    ).split(",")
)
"""GB/T 3304-1991, with 97 and 98 of practice lists (domain.md section 11)."""
