"""Invented people and units. Identity numbers carry the area code 650199, which was never given out (contract.md 4)."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import uscc

from zhicheng.kernel.identity_number import check_digit

SURNAMES = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 马 朱 胡 郭 何 高 林 罗 郑 梁 谢 宋 唐 许 韩 冯 邓 曹".split()
GIVEN = {
    "male": "伟 强 磊 军 洋 勇 杰 涛 明 超 建国 志强 海峰 文博 子轩 浩然 宇航 晓东 俊杰 天佑 立新 永平 振华 国栋".split(),
    "female": "芳 娜 敏 静 丽 艳 娟 霞 秀英 桂兰 雪梅 晓燕 文静 思雨 佳怡 欣妍 雅琴 玉洁 春华 丽萍 海燕 晨曦 若兰 梦瑶".split(),
}
UYGHUR = {
    "male": "艾力 买买提 吐尔逊 阿不都拉 热合曼 玉素甫 库尔班 亚森 迪力夏提 阿卜杜热西提 努尔麦麦提 伊力亚斯".split(),
    "female": "古丽娜 阿依古丽 帕提古丽 热依汗 米热古丽 阿孜古丽 祖丽皮亚 迪丽努尔 阿米娜 茹克娅 海丽其古丽 布威阿依谢姆".split(),
}
KAZAKH = {
    "male": "叶尔兰 努尔兰 巴合提 哈力木 塔斯恒 阿斯哈尔".split(),
    "female": "阿依努尔 古丽孜拉 沙拉 加娜尔 马依拉 库丽扎达".split(),
}
EMPLOYERS = (
    # name, kind, prefix of the credit code, region, supervising department
    ("天山云岭勘察设计院", "public_institution", "12", "650102", "天山区住房和建设局"),
    ("沙依巴克区红柳中学", "public_institution", "12", "650103", "沙依巴克区教育局"),
    ("新市区白杨职业中等专业学校", "public_institution", "12", "650104", "新市区教育局"),
    ("水磨沟区温泉路幼儿园", "public_institution", "12", "650105", "水磨沟区教育局"),
    ("头屯河区农业技术推广站", "public_institution", "12", "650106", "头屯河区农业农村局"),
    ("达坂城区风口镇农业服务中心", "public_institution", "12", "650107", "达坂城区农业农村局"),
    ("米东区沙漠边缘生态试验站", "public_institution", "12", "650109", "米东区林业和草原局"),
    ("乌鲁木齐县南山镇畜牧兽医站", "public_institution", "12", "650121", "乌鲁木齐县农业农村局"),
    ("乌鲁木齐县雪峰乡水管站", "public_institution", "12", "650121", "乌鲁木齐县水务局"),
    ("博格达水利工程集团", "state_owned_enterprise", "91", "650104", "市国有资产监督管理委员会"),
    ("丝路轨道装备股份公司", "state_owned_enterprise", "91", "650106", "市国有资产监督管理委员会"),
    ("瀚海新材料有限公司", "private_enterprise", "91", "650104", None),
    ("胡杨信息技术有限公司", "private_enterprise", "91", "650104", None),
    ("红山建筑设计有限公司", "private_enterprise", "91", "650102", None),
    ("北庭生物科技有限公司", "private_enterprise", "91", "650109", None),
    ("阳光家园社会工作服务中心", "civil_nonenterprise", "52", "650105", None),
)


@dataclass(frozen=True)
class Person:
    """Somebody who does not exist."""

    name: str
    sex: str
    birth_date: date
    id_number: str
    ethnic_group: str


def invent_person(random: Random, serial: int) -> Person:
    """A person by chance; ``serial`` keeps identity numbers apart (up to 999 born on one day)."""
    sex = random.choice(("male", "female"))
    born = date(1970, 1, 1) + timedelta(days=random.randrange(365 * 30))
    kind = random.random()
    if kind < 0.62:
        name, group = random.choice(SURNAMES) + random.choice(GIVEN[sex]), "01"
    elif kind < 0.88:
        name, group = f"{random.choice(UYGHUR[sex])}·{random.choice(UYGHUR['male'])}", "05"
    elif kind < 0.95:
        name, group = f"{random.choice(KAZAKH[sex])}·{random.choice(KAZAKH['male'])}", "17"
    else:
        name, group = "马" + random.choice(GIVEN[sex]), "03"
    order = serial % 499 * 2 + (1 if sex == "male" else 0)
    stem = f"650199{born:%Y%m%d}{order:03d}"
    return Person(name, sex, born, stem + check_digit(stem), group)


def credit_code(prefix: str, region: str, serial: int) -> str:
    """A unified social credit code (GB 32100) with a right check character."""
    stem = f"{prefix}{region}DEM{serial:06d}"
    return stem + uscc.calc_check_digit(stem)
