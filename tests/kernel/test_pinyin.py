"""Names as they are read: surnames by their own readings, both kept where the dictionary knows another."""

import pytest

from zhicheng.kernel.pinyin import GIVEN, MOST_READINGS, SURNAMES, readings


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("王建国", (("wang", "jian", "guo"),)),
        ("古丽娜·吐尔逊", (("gu", "li", "na"), ("tu", "er", "xun"))),
        ("曾伟", (("zeng", "wei"),)),
        ("单伟", (("shan", "wei"),)),
        ("仇伟", (("qiu", "wei"),)),
        ("解伟", (("xie", "wei"),)),
        ("区伟", (("ou", "wei"),)),
        ("查伟", (("zha", "wei"),)),
        ("翟伟", (("zhai", "wei"),)),
        ("覃伟", (("qin", "wei"),)),
        ("欧阳伟", (("ouyang", "wei"),)),
        ("尉迟伟", (("yuchi", "wei"),)),
        ("万俟伟", (("moqi", "wei"),)),
        ("吕伟", (("lv", "wei"),)),
        ("John Smith", (("john",), ("smith",))),
    ],
)
def test_the_usual_reading_of_a_name_comes_first(name, first):
    assert readings(name)[0] == first


def test_both_readings_of_a_surname_are_kept():
    assert {way[0][0] for way in readings("曾伟")} >= {"zeng", "ceng"}
    assert {way[0][0] for way in readings("覃伟")} == {"qin", "tan"}


def test_a_character_with_two_usual_readings_has_both():
    assert {"".join(way[0]) for way in readings("王小茜")} == {"wangxiaoqian", "wangxiaoxi"}


def test_readings_are_few_whatever_the_name():
    assert len(readings("曾" + "乐" * 20)) == MOST_READINGS


def test_a_name_without_letters_has_no_reading():
    assert readings("·") == []


def test_the_tables_hold_what_they_say():
    assert all(surnames and all(len(one) <= 2 for one in surnames) for surnames in SURNAMES.values())
    assert all(len(character) == 1 for character in GIVEN)
