"""In English: no Chinese is left in what the panel itself says, and nothing is wider than the window.

Names, documents, opinions, findings, the notice and what belongs to it are data and stay as they are.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

PAGES = {
    "shoujian": (
        "/",
        "/admin/applicant/",
        "/admin/employer/",
        "/admin/import/",
        "/admin/employer/new/",
        "/admin/help/",
    ),
    "chushen": (
        "/",
        "/admin/submission/",
        "/admin/submission/ first",
        "/figures/weeks",
        "/admin/policy/calendar/",
    ),
    "fuhe": ("/", "/admin/batch/", "/admin/batch/ first", "/admin/plan/"),
    "zhizheng": ("/", "/admin/certificate/", "/admin/certificate/ first"),
    "chengxin": ("/", "/admin/integrity/", "/admin/integrity-lookup/", "/admin/integrity/new/"),
    "shenji": ("/", "/admin/audit/", "/admin/audit/ first"),
    "guanli": ("/", "/admin/staff/", "/admin/staff/new/", "/password"),
}
OURS = ".menu, .themes, h2, h3, th, dt, legend, label, button, summary, .btn, .tabs, figcaption"
DATA = (
    ".person, [hreflang], .filter-grid .form-check-label, .as-typed, .quiet-words, .clause, .pin-fields, dd"
)
LEFT = """([ours, data]) => [...document.querySelectorAll(ours)]
  .filter((e) => !e.closest(data) && /[\\u4e00-\\u9fff]/.test(e.textContent))
  .map((e) => e.tagName + ': ' + e.textContent.trim().slice(0, 80))"""
SAID = """() => [...document.querySelectorAll('[placeholder], button[title], nav[aria-label], section[aria-label],' +
  'td[data-label]')]
  .flatMap((e) => ['placeholder', 'title', 'aria-label', 'data-label'].map((name) => e.getAttribute(name) || ''))
  .filter((words) => /[\\u4e00-\\u9fff]/.test(words))"""


def walk(page: Page, address: str) -> None:
    """Open an address, or the first row of a list."""
    page.goto(address.removesuffix(" first"))
    if address.endswith(" first"):
        page.goto(page.locator("a.row-link").first.get_attribute("href") or "/")


@pytest.mark.parametrize("name", PAGES)
def test_what_the_panel_says_is_english_and_fits(desk: Callable[..., Page], name: str) -> None:
    page = desk(name)
    page.goto("/language/en?back=/")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    left: list[str] = []
    for address in PAGES[name]:
        walk(page, address)
        left += [f"{address} {one}" for one in page.evaluate(LEFT, [OURS, DATA])]
        left += [f"{address} @{one}" for one in page.evaluate(SAID)]
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
