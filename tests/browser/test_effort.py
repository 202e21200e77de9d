"""The same work at stock Flask-Admin over the same tables and at ours: clicks, keys and pages, ours at most half."""

import json
import logging
import os
import re
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import ROOT, Office
from tests.browser.effort import Hand
from tests.builders import a_case_file

Desk = Callable[..., Page]
CAREER = ("Education", "DegreeHeld", "Employment", "Appraisal", "ContinuingEducation")
REASON = "年度考核证明缺2024年度，请补交加盖公章的考核结果。"
TWENTY = 20


@pytest.fixture
def stock(office: Office, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page of stock Flask-Admin over a copy of the database."""
    copy = tmp_path / "copy.sqlite3"
    with sqlite3.connect(office.folder / "zhicheng.sqlite3") as source, sqlite3.connect(copy) as target:
        source.backup(target)
        for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            target.execute(f'DROP TRIGGER "{name}"')
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [
        sys.executable,
        "-m",
        "tests.naive.desk",
        f"sqlite:///{copy}",
        str(office.folder / "files"),
        str(port),
    ]
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert server.stdout
        assert server.stdout.readline()
        context = browser.new_context(
            base_url=f"http://127.0.0.1:{port}", viewport={"width": 1280, "height": 900}
        )
        yield context.new_page()
        context.close()
    finally:
        server.terminate()
        server.communicate(timeout=30)


def narrow(hand: Hand, key: str) -> None:
    """Narrow a stock list to one submission."""
    hand.click(hand.page.get_by_text("添加筛选器"))
    hand.click(hand.page.get_by_role("link", name="Submission Id", exact=True))
    hand.type(hand.page.locator("input.filter-val"), key)
    hand.go(hand.page.get_by_role("button", name="应用"))


def set_status(hand: Hand, row: Locator, status: str) -> None:
    """Edit one submission of a stock list."""
    page = hand.page
    hand.go(row.get_by_title(re.compile("编辑|Edit")))
    hand.click(page.locator("#s2id_status"))
    hand.click(page.locator(".select2-results li", has_text=re.compile(f"^{status}$")))
    hand.go(page.get_by_role("button", name="保存", exact=True))


def stock_review(page: Page) -> Hand:
    """Review the oldest of the queue, and pass it: look at every file and every declared row, ask the archive, set the status."""
    page.goto("/admin/submission/?flt0_0=queued")
    hand = Hand(page)
    row = page.locator("tbody tr").first
    key, name = (
        row.locator(f"td[class='col-{column}']").inner_text().strip() for column in ("id", "applicant.name")
    )
    hand.go(row.get_by_title(re.compile("查看|View")))
    hand.go(page.get_by_role("link", name="Attachment", exact=True))
    narrow(hand, key)
    links = page.locator("td.col-file_name a")
    expect(links.first).to_be_visible()
    for one in links.all():
        hand.open_and_back(one)
    for kind in CAREER:
        hand.go(page.get_by_role("link", name=kind, exact=True))
        narrow(hand, key)
    hand.go(page.get_by_role("link", name="Applicant", exact=True))
    hand.paste(page.get_by_placeholder("name, id_number"), name)
    hand.enter()
    number = page.locator("td.col-id_number").first.inner_text()
    hand.go(page.get_by_role("link", name="Integrity", exact=True))
    hand.paste(page.get_by_placeholder("name, id_number"), number)
    hand.enter()
    hand.bookmark("/admin/submission/?flt0_0=queued")
    set_status(hand, page.locator("tbody tr").first, "reviewed")
    return hand


def stock_returns(page: Page) -> Hand:
    """Return twenty of the queue, each with its own reason."""
    page.goto("/admin/submission/?flt0_0=queued")
    hand = Hand(page)
    for _ in range(TWENTY):
        row = page.locator("tbody tr").first
        key = row.locator("td.col-id").inner_text().strip()
        set_status(hand, row, "returned")
        hand.go(page.get_by_role("link", name="Opinion", exact=True))
        hand.go(page.get_by_role("link", name="创建"))
        hand.type(page.get_by_label("Submission Id"), key)
        hand.type(page.get_by_label("Round Number"), "1")
        hand.click(page.locator("#s2id_proposal"))
        hand.click(page.locator(".select2-results li", has_text=re.compile("^return$")))
        hand.type(page.get_by_label("Opinion", exact=True), REASON)
        hand.go(page.get_by_role("button", name="保存", exact=True))
        hand.bookmark("/admin/submission/?flt0_0=queued")
    return hand


def our_review(page: Page) -> Hand:
    """The same at ours: the oldest of the queue, every file looked at; findings and archive stand beside them; pass."""
    page.goto("/admin/submission/?flt_status_is=queued")
    hand = Hand(page)
    hand.press("j")
    with page.expect_navigation():
        hand.press("Enter")
    with page.expect_navigation():
        hand.press("s")
    files = page.locator("#shelf a[data-file]")
    expect(files.first).to_be_visible()
    for number, one in enumerate(files.all(), start=1):
        hand.press(str(number)) if number <= 9 else hand.click(one)
        expect(page.locator("article.handed-in.shown img.scan").first).to_be_visible()
    with page.expect_navigation():
        hand.press("p")
    expect(page.get_by_role("status").filter(has_text="初审通过")).to_be_visible()
    return hand


@pytest.fixture
def twenty(office: Office, tmp_path: Path) -> None:
    """Twenty cases that came in with different things missing, and wait."""
    take_in(office.folder, tmp_path / "twenty.jsonl")


def take_in(instance: Path, path: Path) -> None:
    """Import them from the command line."""
    cases = []
    for number in range(TWENTY):
        case = a_case_file()
        case["submitted_at"] = "2025-09-17T10:00:00+08:00"
        del case["attachments"][number % 6 :: 6]
        cases.append(json.dumps(case, ensure_ascii=False))
    path.write_text("\n".join(cases))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZHICHENG_")}
    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", "intake", "import", str(path)],
        cwd=ROOT,
        env=environment | {"ZHICHENG_INSTANCE": str(instance)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.count('"taken_in"') == TWENTY, told.stdout + told.stderr


def our_returns(page: Page) -> Hand:
    """Return them all in one go, each with the list of its own defects."""
    page.goto("/admin/submission/?flt_status_is=queued&flt_outcome_is=returnable")
    hand = Hand(page)
    for status, act in (("queued", "开始审核"), ("in_review", "退回")):
        hand.bookmark(f"/admin/submission/?flt_status_is={status}&flt_outcome_is=returnable")
        hand.click(page.locator("[data-tick-all]"))
        hand.go(page.locator("[data-action-bar]").get_by_role("button", name=re.compile(act)))
        sure = page.get_by_role("button", name=re.compile(rf"^对 \d+ 件.*{act}"))
        expect(sure).to_be_visible()
        assert int(re.findall(r"\d+", sure.inner_text())[0]) >= TWENTY
        hand.go(sure)
        expect(page.get_by_text("已完成").first).to_be_visible()
    return hand


def must_be_half(ours: Hand, theirs: Hand) -> None:
    """At most half the clicks and keys, and half the pages."""
    both = f"ours: {ours}; stock Flask-Admin: {theirs}"
    logging.getLogger(__name__).info(both)  # shown by --log-cli-level=info
    assert 2 * (ours.clicks + ours.keys) <= theirs.clicks + theirs.keys, both
    assert 2 * ours.pages <= theirs.pages, both


def test_reviewing_one_takes_half_the_hand_of_stock_flask_admin(desk: Desk, stock: Page) -> None:
    theirs = stock_review(stock)
    must_be_half(our_review(desk("chushen")), theirs)


@pytest.mark.usefixtures("twenty")
def test_returning_twenty_takes_half_the_hand_of_stock_flask_admin(desk: Desk, stock: Page) -> None:
    theirs = stock_returns(stock)
    must_be_half(our_returns(desk("chushen")), theirs)
