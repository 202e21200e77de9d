"""The frame by keyboard alone: keys that the page names, the palette, the help; and the three themes."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.look import barriers_of, faults_of

Desk = Callable[..., Page]
NUMBER = re.compile(r"\d{4}-\d{5}")


def at(page: Page, address: str) -> Page:
    """The page, loaded and its script run: the buttons that need it are no longer hidden."""
    page.goto(address)
    expect(page.locator("[data-keys]")).not_to_have_attribute("hidden", "")
    return page


def ready(page: Page, path: str) -> None:
    """Wait until the address is that, and the keyboard listens."""
    page.wait_for_url(re.compile(re.escape(path)))
    expect(page.locator("[data-keys]")).not_to_have_attribute("hidden", "")


def palette(page: Page) -> Page:
    """Open it."""
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox")).to_be_focused()
    return page


def test_from_home_to_a_submission_and_back_without_a_mouse(desk: Desk) -> None:
    page = at(desk("chushen"), "/")
    card = page.get_by_role("link", name=re.compile("^待审核"))
    number = card.locator("b").inner_text()
    page.keyboard.press(card.get_attribute("data-key") or "")
    ready(page, "flt_waiting_is=queued")
    expect(page.get_by_label("翻页")).to_contain_text(f"共 {number} 项")
    page.keyboard.press("j")
    first = page.locator("tbody tr").first.locator("a.row-link")
    expect(first).to_be_focused()
    page.keyboard.press("j")
    second = page.locator("tbody tr").nth(1).locator("a.row-link")
    expect(second).to_be_focused()
    page.keyboard.press("k")
    expect(first).to_be_focused()
    opened = first.inner_text().strip()
    page.keyboard.press("Enter")
    ready(page, "/admin/submission/details/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(opened)
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url(re.compile(r":\d+/$"))


def test_x_ticks_the_row_in_which_one_stands(desk: Desk) -> None:
    page = at(desk("chushen"), "/admin/submission/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_label("勾选", exact=False).nth(1)).to_be_checked()
    expect(page.locator("[data-ticked]")).to_contain_text("已选 1 项")
    page.keyboard.press("x")
    expect(page.get_by_label("勾选", exact=False).nth(1)).not_to_be_checked()


def test_the_help_lists_the_keys_of_this_page_by_groups(desk: Desk) -> None:
    page = at(desk("chushen"), "/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘快捷键")
    expect(dialog).to_be_visible()
    for words in ("本页", "待审核", "前往", "申报", "随处", "搜索"):
        expect(dialog).to_contain_text(words)
    expect(dialog).not_to_contain_text("勾选")  # no list here
    assert not faults_of(page) + barriers_of(page)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    at(page, "/admin/submission/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="键盘快捷键")).to_contain_text("勾选")


def test_the_palette_finds_pages_and_gives_the_focus_back(desk: Desk) -> None:
    page = at(desk("fuhe"), "/")
    page.keyboard.press("/")
    expect(page.locator("#search-all")).to_be_focused()
    palette(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.locator("#search-all")).to_be_focused()
    palette(page)
    expect(page.get_by_role("dialog").get_by_role("option").first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("dialog").get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    marked = page.get_by_role("dialog").get_by_role("option").nth(1).get_attribute("id") or ""
    expect(page.get_by_role("combobox")).to_have_attribute("aria-activedescendant", marked)
    assert not barriers_of(page)
    page.keyboard.type("批次")
    expect(page.get_by_role("dialog").get_by_role("option", name=re.compile("^批次"))).to_have_attribute(
        "aria-selected", "true"
    )
    page.keyboard.press("Enter")
    ready(page, "/admin/batch/")


def test_free_words_of_the_palette_are_searched(desk: Desk) -> None:
    page = at(desk("chushen"), "/admin/batch/")
    palette(page)
    page.keyboard.type("绝无此人")
    expect(page.get_by_role("dialog").get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/admin/submission/.*search="))


def test_who_may_not_search_is_told_that_nothing_was_found(desk: Desk) -> None:
    page = at(desk("guanli"), "/")
    palette(page)
    page.keyboard.type("绝无此人")
    expect(page.get_by_role("dialog").get_by_role("option")).to_have_count(0)
    expect(page.locator("dialog [role=status]")).to_have_text("没有相符的页面或操作。")


def test_what_was_opened_is_remembered_by_number_alone_until_one_leaves(desk: Desk) -> None:
    page = at(desk("fuhe2"), "/admin/submission/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    ready(page, "/admin/submission/details/")
    found = NUMBER.search(page.get_by_role("heading", level=1).inner_text())
    assert found
    kept = page.evaluate("sessionStorage.getItem('opened')")
    assert re.fullmatch(r'\[\["\d{4}-\d+","\d+"\]\]', kept)
    at(page, "/")
    palette(page)
    page.keyboard.type(found.group())
    expect(page.get_by_role("dialog").get_by_role("option").first).to_contain_text("看过")
    page.keyboard.press("Enter")
    ready(page, "/admin/submission/details/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(found.group())


def test_leaving_forgets_what_was_opened(desk: Desk) -> None:
    page = at(desk("chushen3"), "/")
    page.evaluate("sessionStorage.setItem('opened', '[[\"2025-00001\",\"1\"]]')")
    page.evaluate(
        "document.querySelector('form[action=\"/logout\"]').addEventListener('submit', e => e.preventDefault())"
    )
    page.locator("details.person summary").click()
    page.get_by_role("button", name="退出登录").click()
    assert page.evaluate("sessionStorage.length") == 0


def test_nothing_fires_while_typing_or_with_other_keys(desk: Desk) -> None:
    page = at(desk("chushen"), "/")
    box = page.locator("#search-all")
    box.click()
    page.keyboard.type("gs1?jkx/")
    expect(box).to_have_value("gs1?jkx/")
    box.fill("")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("Alt+1")
    page.keyboard.press("Control+Shift+k")
    page.keyboard.press("g")
    page.keyboard.press("z")
    page.keyboard.press("s")
    expect(page).to_have_url(re.compile(r":\d+/$"))
    expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True])
def test_the_theme_has_three_states_which_stay(desk: Desk, dark: bool) -> None:
    page = at(desk("chushen2", dark=dark), "/")
    ground = "getComputedStyle(document.body).backgroundColor"
    own = page.evaluate(ground)
    summary = page.locator("details.person summary")
    for name, theme in (("浅色", "light"), ("深色", "dark")):
        summary.click()
        button = page.get_by_role("button", name=name)
        button.click()
        expect(button).to_have_attribute("aria-pressed", "true")
        at(page, "/")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        assert (page.evaluate(ground) == own) == ((theme == "dark") is dark)
    summary.click()
    page.get_by_role("button", name="跟随系统").click()
    at(page, "/")
    expect(page.locator("html")).not_to_have_attribute("data-bs-theme", re.compile("."))
    assert page.evaluate(ground) == own


def test_the_menu_folds_to_icons_which_keep_their_names(desk: Desk) -> None:
    page = at(desk("chushen"), "/")
    page.locator("details.person summary").click()
    page.get_by_role("button", name="收起或展开菜单").click()
    expect(page.locator(".menu .word").first).to_be_hidden()
    at(page, "/")
    expect(page.locator(".menu .word").first).to_be_hidden()
    entry = page.get_by_role("navigation", name="主菜单").get_by_role("link", name="批次")
    assert (entry.bounding_box() or {"width": 0})["width"] <= 60
    assert not barriers_of(page)
    page.keyboard.press("Control+k")
    page.keyboard.type("收起或展开")
    page.keyboard.press("Enter")
    expect(page.locator(".menu .word").first).to_be_visible()


def test_up_leads_back_to_the_list_as_it_was_and_one_goes_on_below(desk: Desk) -> None:
    page = at(desk("chushen"), "/admin/submission/?flt_status_is=approved")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    ready(page, "/admin/submission/details/")
    page.keyboard.press("u")
    ready(page, "/admin/submission/?flt_status_is=approved")
    page.keyboard.press("j")
    expect(page.locator("tbody tr").nth(2).locator("a.row-link")).to_be_focused()


def test_escape_shuts_what_is_open_and_leaves_what_one_types_in(desk: Desk) -> None:
    page = at(desk("chushen"), "/admin/submission/")
    page.keyboard.press("f")
    expect(page.get_by_label("草稿", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("summary", has_text="筛选")).to_be_focused()
    page.keyboard.press("i")
    expect(page.get_by_label("在本页查找")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("tbody tr").first.locator("a.row-link")).to_be_focused()


def test_what_took_long_to_write_is_not_lost_when_one_is_signed_out_meanwhile(desk: Desk) -> None:
    page = desk("shoujian")
    page.clock.install()
    at(page, "/admin/applicant/new/")
    page.keyboard.press("i")
    page.keyboard.type("古丽娜")
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.clock.fast_forward("20:00")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=re.compile("登录已失效"))).to_be_visible()
    page.keyboard.press("Escape")
    signed_in = [
        one for one in cookies if not str(one.get("name")).endswith("_form")
    ]  # the token is a new one
    page.context.add_cookies(signed_in)  # type: ignore[arg-type]
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("需要更正")
    expect(page.get_by_label("姓名")).to_have_value("古丽娜")
