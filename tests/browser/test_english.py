"""In English: no Chinese is left but what legally stays Chinese and what people wrote, and nothing is wider than the window."""

import re
import sqlite3
from collections.abc import Callable
from functools import cache
from itertools import chain

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Office
from zhicheng.language.placeholder import HAN
from zhicheng.policy.load import load_year

PAGES = {
    "shoujian": (
        "/",
        "/admin/applicant/",
        "/admin/applicant/ first",
        "/admin/employer/",
        "/admin/employer/ first",
        "/admin/import/",
        "/admin/employer/new/",
        "/admin/help/",
    ),
    "chushen": (
        "/",
        "/admin/submission/",
        "/admin/submission/ first",
        "/admin/submission/timeline/?id=1",
        "/admin/submission/?flt_arrived_from=2025-05-06",
        "/figures/weeks",
        "/figures/returns",
        "/admin/letters/",
        "/admin/policy/",
        "/admin/policy/guide/",
        "/admin/policy/calendar/",
        "/admin/policy/what-if/?key=P-10&value=W-excl",
    ),
    "fuhe": ("/", "/admin/batch/", "/admin/batch/ first", "/admin/plan/"),
    "zhizheng": ("/", "/admin/certificate/", "/admin/certificate/ first"),
    "chengxin": (
        "/",
        "/admin/integrity/",
        "/admin/integrity/ first",
        "/admin/integrity-lookup/",
        "/admin/integrity/new/",
    ),
    "shenji": ("/", "/admin/audit/", "/admin/audit/ first"),
    "guanli": ("/", "/admin/staff/", "/admin/staff/ first", "/admin/staff/new/", "/password", "/nowhere"),
}
STAYS = (
    "[lang^=zh]",  # the notice, and findings, which have their English under them
    ".as-typed, textarea",  # opinions, also proposed ones, and other words of people
    ".pin-fields",  # the catalogue of reasons, which become part of an opinion
    "[data-label='Source']",  # where a holiday was announced
    "[hreflang]",
)
"""What legally stays Chinese."""
LEFT = """(stays) => {
  const left = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const {data, parentElement} = walk.currentNode;
    if (!parentElement.closest(`${stays}, script`)) left.push(data.trim());
  }
  const spoken = ["placeholder", "title", "aria-label", "alt", "data-label", "data-key-help"];
  for (const name of spoken) for (const e of document.querySelectorAll(`[${name}]`))
    if (!e.closest(stays)) left.push(e.getAttribute(name));
  return [document.title, ...left].filter((words) => /[\\u4e00-\\u9fff]/.test(words));
}"""


@cache
def written(office: Office) -> re.Pattern[str]:
    """What the tables hold as text, and names that the law gives, the longest first."""
    year = load_year("2025")
    law = [year.title, *year.basis, "乌人社职〔年份〕序号号", "职称电子证书签名（测试）"]
    law += chain.from_iterable(names for one in year.title_names.values() for names in one.values())
    law += chain.from_iterable(one.words for one in year.exam_list.specialties)
    with sqlite3.connect(office.folder / "zhicheng.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for _, column, kind, *_ in database.execute(f"PRAGMA table_info({table})").fetchall():
                if kind == "TEXT" or kind.startswith("VARCHAR"):
                    found = f"SELECT DISTINCT {column} FROM {table} WHERE length({column}) BETWEEN 2 AND 300"  # noqa: S608
                    law += [str(one) for (one,) in database.execute(found)]
    names = sorted({one for one in law if HAN.search(one)}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def walk(page: Page, address: str) -> None:
    """Open an address, or the first row of a list."""
    page.goto(address.removesuffix(" first"))
    if address.endswith(" first"):
        page.goto(page.locator("a.row-link").first.get_attribute("href") or "/")


@pytest.mark.parametrize("name", PAGES)
def test_what_the_panel_says_is_english_and_fits(
    desk: Callable[..., Page], office: Office, name: str
) -> None:
    page = desk(name)
    page.goto("/language/en?back=/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    left: list[str] = []
    for address in PAGES[name]:
        walk(page, address)
        said = page.evaluate(LEFT, ", ".join(STAYS))
        left += [f"{address} {one}" for one in said if HAN.search(written(office).sub("", one))]
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            left += [f"{address} is {over} px too wide at {width}"] * (over > 0)
    assert left == []


def test_scripts_speak_english_too(desk: Callable[..., Page]) -> None:
    page = desk("chushen")
    page.goto("/language/en?back=/admin/submission/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Next and previous row")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog", name="Go to or find")).to_contain_text("Batches")


def test_the_switch_is_in_the_menu_of_the_person_and_leads_back(desk: Callable[..., Page]) -> None:
    page = desk("fuhe")
    page.goto("/admin/batch/")
    page.locator("details.person summary").click()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Batches")
    page.locator("details.person summary").click()
    expect(page.locator("details.person")).to_contain_text("Legal texts stay in Chinese")
    page.get_by_role("link", name="中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("批次")


def test_strangers_read_english(stranger: Callable[..., Page]) -> None:
    page = stranger(width=390)
    page.goto("/verify")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Verify a professional title certificate")
    page.get_by_role("textbox", name="Certificate number").fill("123")
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_role("status")).to_contain_text("The number is incomplete or mistyped")
