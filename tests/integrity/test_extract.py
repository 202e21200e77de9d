"""诚信查询证明: what was answered, who asked, numbers only masked; kept when it is first asked for (clause 6.3)."""

import pytest
from sqlalchemy import func, select

from tests.builders import LATER, YEAR, a_record, an_actor, an_id_number
from tests.letter.test_render import pages
from zhicheng.integrity.ask_archive import ask_archive
from zhicheng.integrity.hand_out_extract import hand_out_extract
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.identity_number import masked
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.letter import Letter
from zhicheng.staff.permission import Role


@pytest.fixture
def asker(session):
    return an_actor(session, Role.REVIEWER, name="查询的人")


def asked(session, asker, words):
    return ask_archive(session, asker, LATER, words, beijing_day(LATER), "核对申报材料").id


def test_it_says_who_asked_when_for_which_day_why_and_what_was_found(session, asker):
    barred, free = an_id_number(), an_id_number()
    record = a_record(session, barred)
    key = asked(session, asker, f"{barred}\n{free}\n没有这个人")
    [said] = pages(hand_out_extract(session, asker, LATER, YEAR, key))
    assert "查询的人于2025年9月3日15时00分（北京时间）" in said
    assert "事由：核对申报材料" in said
    assert masked(barred) in said
    assert (
        f"至{record.until.year}年{record.until.month}月{record.until.day}日止（含当日）不得晋升高一级职称"
        in said
    )
    assert masked(free) in said
    assert "该日不在记录期内" in said
    assert barred not in said
    assert free not in said


def test_it_is_kept_once_and_the_same_ever_after(session, asker):
    key = asked(session, asker, an_id_number())
    first = hand_out_extract(session, asker, LATER, YEAR, key)
    assert hand_out_extract(session, asker, LATER, YEAR, key) == first
    assert session.scalar(select(func.count()).select_from(Letter)) == 1


def test_somebody_elses_inquiry_is_not_found_but_who_keeps_the_archive_reads_all(session, asker):
    key = asked(session, asker, an_id_number())
    with pytest.raises(Refusal) as refused:
        hand_out_extract(session, an_actor(session, Role.APPROVER), LATER, YEAR, key)
    assert refused.value.code is RefusalCode.NOT_FOUND
    assert hand_out_extract(session, an_actor(session, Role.INTEGRITY_OFFICER), LATER, YEAR, key)
