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
        ("初次确定（初级） · 初级科", "Initial determination (junior) · Junior office"),
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
