"""Labels are looked up whole; sentences with values by their words; what somebody wrote is left alone."""

import pytest

from zhicheng.language.catalogue import in_english


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("申报人", "Applicant"),
        ("最早 07-12 10:00 到期", "the first is due 07-12 10:00"),
        ("最早的已等 3 天", "the first has waited 3 days"),
        ("最多 20 个字。", "At most 20 characters."),
        ("请填写 3 至 9 个字。", "Please fill in 3 to 9 characters."),
        ("状态：待复核", "Status: Reviewed"),
        ("初审员、复核员", "Reviewer, Approver"),
        ("5个工作日", "5 working days"),
        ("3年", "3 years"),
        ("2024年", "2024"),
        ("首次提交 2025-09-15 起", "First round from 2025-09-15"),
        ("年度考核证明材料（2024）", "Proof of annual appraisal (2024)"),
        ("汉", "Han"),
        # of a refusal, with a label as a value; the name of a person stays
        (
            "王芳 本年度已有在办申报 2025-00007（待审核），同一年度只能办理一件。",
            "王芳 has an open submission this year, 2025-00007 (Queued); only one a year is possible.",
        ),
        # of findings: sentence by sentence, with the sentence of another one, with two values side by side
        (
            "要求：大学本科毕业。现有：大学本科毕业（全日制，2023-05-06）。符合。",
            "Required: Bachelor programme, graduated. Found: Bachelor programme, graduated (Full-time, 2023-05-06). Met.",
        ),
        (
            "要求：硕士学位。现有：自2022-03-22起连续工作，已于2023-03-22满1年。",
            "Required: Master's degree. Found: Continuous work since 2022-03-22, 1 year complete on 2023-03-22.",
        ),
        (
            "要求：不属于国家以考代评的专业。现有：申报中小学教师（含幼儿园）（初中数学）中级。该层级不实行以考代评，符合。",
            "Required: no specialty given by national examination. Found: seeking School teachers (with kindergarten) "
            "(初中数学), Intermediate. This level is not given by examination. Met.",
        ),
        (
            "要求：工作小结2000至3000字。现有：1400字。请至少增加600字。",
            "Required: a work summary of 2000 to 3000 characters. Found: 1400 characters. Please add 600 characters at least.",
        ),
        # of the guide
        (
            "连续从事专业技术工作满 3 年，自取得学历、学位或出站之日起算；毕业之前的工作不计",
            "Without interruption: Professional work for 3 years, counted from the diploma, degree or exit; "
            "work before graduation does not count",
        ),
        ("初次确定（初级） · 初级科", "Initial (junior) · Junior office"),
    ],
)
def test_a_label_is_said_in_english(chinese: str, english: str) -> None:
    assert in_english(chinese) == english


@pytest.mark.parametrize(
    "words",
    [
        "王芳",
        "请核对初审员的签名",  # holds a label, is none
        "乌鲁木齐县雪峰乡水管站",
        "张族",  # a sentence of one character takes figures only
        "三、申报条件（国家以考代评的专业除外）",
        "申报人 ",  # only blanks around a label may be more
        "",
    ],
)
def test_what_is_no_label_stays(words: str) -> None:
    assert in_english(words) == words.replace("申报人", "Applicant")
