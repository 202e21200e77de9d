"""The days of all roles without a mouse: one text of steps each, judged by what the database holds afterwards."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.browser.conftest import Office
from tests.browser.keyboard import Keyboard
from tests.builders import a_case_file, a_submission, an_id_number
from zhicheng.database import make_engine
from zhicheng.demo.files import portrait, scan
from zhicheng.intake.lifecycle import Status

Desk = Callable[..., Page]


@pytest.fixture(scope="module")
def register(office: Office) -> Iterator[Session]:
    """The office's own database: verbs are played in it, and it is asked what became of a day."""
    engine = make_engine(f"sqlite:///{office.folder / 'zhicheng.sqlite3'}")
    with Session(engine) as session:
        yield session
    engine.dispose()


def found(register: Session, question: str, **given: Any) -> Any:
    """The first value of the first row."""
    with register.begin():
        return register.execute(text(question), given).scalar()


def numbers(register: Session, at: Status, size: int) -> list[str]:
    """New submissions at that status."""
    with register.begin():
        return [a_submission(register, at).number for _ in range(size)]


STATUS = "SELECT status FROM submission WHERE number = :number"
OPINION = """
    SELECT opinion FROM review_opinion JOIN submission ON submission_id = submission.id WHERE number = :number
"""
BATCH = """
    SELECT batch.number FROM batch JOIN batch_member ON batch_id = batch.id
    JOIN submission ON submission_id = submission.id WHERE submission.number = :number
"""
CERTIFICATE = """
    SELECT certificate.number FROM certificate JOIN submission ON submission_id = submission.id
    WHERE submission.number = :number AND certificate.status = 'issued'
"""

IMPORT = """
    press Control+k
    type 导入
    go Enter
    press i
    give 案卷
    press Tab
    give 材料
    to 试运行
    go Enter
    on 试运行完成
    to 确认导入
    go Enter
    on 导入完成
"""
OPEN = """
    press /
    type {number}
    go Enter
    see {number}
"""
RETURN = """
    go s
    on 开始审核
    press 1 y 4 c
    on 毕业证书的页面图
    press ArrowDown ArrowDown Shift+ArrowRight Enter
    on 常用理由
    press ArrowDown Tab
    on 写成
    type ，请换成清楚的
    press Enter y r
    on 退回补正
    press Escape
    on 退回补正…
    press n r
    on 写给申报人的意见
    go Control+Enter
    on 已退回补正
"""
MEND = """
    see 退回意见
    go m
    go 7
    press i
    to 保存
    go Enter
    on 需要更正
    press Tab Enter
    on 年度
    type 2023
    press Tab ArrowDown
    to 保存
    go Enter
    on 已保存
    go u
    go a
    press i ArrowDown ArrowDown ArrowDown ArrowDown
    to 文件
    give 毕业证书
    to 保存
    go Enter
    on 已保存
    go s
    on 提交
"""
PASS = """
    see 处已改
    press v v
    go s
    press 4 y
    go p
    on 初审通过
"""
DECIDE = """
    go g s
    go 4
    press j
    go Enter
    press d
    type 与初审意见不同：工作年限不足，须另行核实。
    to 复核不通过
    press Enter
    on 取消
    press Escape
    on 复核不通过
    press Enter Shift+Tab
    go Enter
    on 不通过
    go g s
    go 4
    press j x a
    go p
    see 还没有改动任何一件
    go y
    see 已完成
"""
CLEAR = """
    to 移出没有复核的
    press Enter
    on 移出
    go Enter
    on 已移出
"""
PUBLISH = """
    press f
    on 冻结
    go Enter
    on 批次已冻结
    press i
    type 乌人社职〔2025〕{place}号
    press Enter
    on 公布
    go Enter
    on 公布
"""
ISSUE = """
    go i
    go i
    on 都已制发
"""
REPLACE = """
    press /
    type {number}
    go Enter
    go r
    press i ArrowDown Tab
    type 纸面破损，重新制作。
    to 换发证书
    press Enter
    on 取消
    press Shift+Tab
    go Enter
    on 换发
"""
REVOKE = """
    press /
    type {number}
    go Enter
    press i
    type 申报材料不实，决定撤销。
    to 撤销证书
    press Enter Shift+Tab
    go Enter
    see 已撤销
"""
RECORD = """
    go g i
    go n
    press i
    type 沙拉·木合塔尔
    press Tab Tab
    type {person}
    press Tab
    date 2025-03-01
    to 决定文号
    type 乌人社职诚〔2025〕531号
    press Tab
    type 乌鲁木齐市人力资源和社会保障局
    press Tab
    type 提供虚假工作证明。
    press Tab
    type 《职称评审管理暂行规定》
    to 保存
    go Enter
    on 已
    see 在记录期内
    press i
    type 乌人社职诚〔2025〕532号
    press Tab
    type 复核查明系单位填报差错。
    press Tab
    go Enter
    see 您已提出解除
"""
INQUIRE = """
    press Control+k
    type 诚信查询
    go Enter
    press i
    type {person}
    press Enter
    type {other}
    to 查询事由
    type 年度职称申报核查
    go Enter
    see 在记录期内
    see 无记录
    to 查询证明
"""
LIFT = """
    go g i
    press i
    type 沙拉·木合塔尔
    go Enter
    press j
    go Enter
    to 确认解除
    press Enter
    on 取消
    press Shift+Tab
    go Enter
    see 解除
"""
AUDIT = """
    press Control+k
    type 审计
    go Enter
    press f Escape
    on 筛选
    go h
    on 未发现改动
    go u
    press j
    go Enter
    see 审计
"""
ADMINISTER = """
    press Control+k
    type 人员
    go Enter
    go n
    press i
    to 保存
    go Enter
    on 需要更正
    press Tab Enter
    type jianpan
    press Tab
    type 键盘
    to 收件员
    press Space
    to 初级科
    press Space
    to 密码
    type 天山脚下只用按键也能登录的口令
    go Enter
    see 键盘
"""
VERIFY = """
    on 证书编号
    type {number}
    go Enter
    on 有效
    to 证书编号
"""


@pytest.fixture
def keyboard(desk: Desk) -> Callable[..., Keyboard]:
    """``keyboard("chushen")``: that person at the first page."""

    def sit_down(name: str, **files: Any) -> Keyboard:
        page = desk(name)
        page.goto("/")
        return Keyboard(page, files)

    return sit_down


def test_a_file_goes_through_the_office_in_two_rounds_to_its_certificate(
    keyboard: Callable[..., Keyboard], register: Session, tmp_path: Path
) -> None:
    case = a_case_file()
    name = case["applicant"]["name"]
    papers = [tmp_path / one["file"] for one in case["attachments"]]
    for paper, one in zip(papers, case["attachments"], strict=True):
        words = [str(one.get("year", ""))]
        paper.write_bytes(
            portrait(seed=531)
            if one["kind"] == "photo"
            else scan(one["kind"], name=name, lines=words, seed=531)
        )
    (tmp_path / "案卷.jsonl").write_text(json.dumps(case, ensure_ascii=False))
    better = tmp_path / "毕业证书.pdf"
    better.write_bytes(scan("毕业证书", name=name, seed=532))
    clerk = keyboard("shoujian", 案卷=tmp_path / "案卷.jsonl", 材料=papers, 毕业证书=better)
    clerk.day(IMPORT)
    given = {"reference": case["reference"]}
    number = found(register, "SELECT number FROM submission WHERE reference = :reference", **given)

    reviewer = keyboard("chushen")
    reviewer.day(OPEN + RETURN, number=number)
    assert found(register, STATUS, number=number) == "returned"
    assert "请换成清楚的" in found(register, OPINION, number=number)

    clerk.day(OPEN + MEND, number=number)
    assert found(register, STATUS, number=number) == "queued"

    reviewer.day(OPEN + PASS, number=number)
    assert found(register, STATUS, number=number) == "reviewed"

    others = numbers(register, Status.REVIEWED, 2)
    approver = keyboard("fuhe2")
    approver.day(DECIDE)
    assert found(register, STATUS, number=number) == "approved"
    assert "reviewed" not in {found(register, STATUS, number=other) for other in others}
    batch = found(register, BATCH, number=number)
    approver.day(OPEN, number=batch)
    if approver.page.get_by_role("button", name="移出没有复核的").count():
        approver.day(CLEAR)
    approver.day(PUBLISH, place=number[-3:])
    assert found(register, "SELECT status FROM batch WHERE number = :batch", batch=batch) == "published"

    issuer = keyboard("zhizheng")
    issuer.day(OPEN + ISSUE, number=batch)
    first = found(register, CERTIFICATE, number=number)
    issuer.day(REPLACE, number=first)
    second = found(register, CERTIFICATE, number=number)
    issuer.day(REVOKE, number=second)
    states = "SELECT status FROM certificate WHERE number = :number"
    assert [found(register, states, number=one) for one in (first, second)] == ["reissued", "revoked"]


def test_integrity_officers_record_ask_and_lift(keyboard: Callable[..., Keyboard], register: Session) -> None:
    person = an_id_number("19850505")
    first, second = keyboard("chengxin"), keyboard("chengxin2")
    first.day(RECORD, person=person)
    first.day(INQUIRE, person=person, other=an_id_number())
    assert found(register, "SELECT barred FROM integrity_inquiry ORDER BY id DESC LIMIT 1") == 1
    second.day(LIFT)
    assert found(register, "SELECT lifted_on FROM integrity_record WHERE id_number = :person", person=person)


def test_an_auditor_an_administrator_and_a_stranger(
    keyboard: Callable[..., Keyboard], register: Session, stranger: Callable[..., Page]
) -> None:
    keyboard("shenji").day(AUDIT)
    keyboard("guanli").day(ADMINISTER)
    assert found(register, "SELECT full_name FROM staff WHERE name = 'jianpan'") == "键盘"
    certificate = found(register, "SELECT number FROM certificate WHERE status = 'issued'")
    public = stranger()
    public.goto("/verify")
    Keyboard(public).day(VERIFY, number=certificate)
