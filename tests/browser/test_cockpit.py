"""The reviewer's desk with real hands: turn, zoom, pin, keep, and the whole journey without a mouse."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Watch
from tests.browser.look import must_be_whole

Desk = Callable[..., Page]
DONE = re.compile(r"草稿 \d\d:\d\d 已保存")


@pytest.fixture
def page(desk: Desk) -> Iterator[Page]:
    """A reviewer in front of a submission under review, the first that is there; one is taken from the queue if none is."""
    page = desk("chushen2", width=1280)
    page.goto("/admin/submission/?flt_status_is=in_review")
    if not page.locator("tbody tr").count():
        page.goto("/admin/submission/?flt_status_is=queued")
        page.locator("tbody tr a.row-link").first.click()
        page.get_by_role("button", name="纳入批次并开始审核").click()
    else:
        page.locator("tbody tr a.row-link").first.click()
    page.locator(".cockpit.live").wait_for()
    yield page
    page.goto("/")  # who leaves is gone at once


def shown(page: Page) -> Locator:
    """The file that is open."""
    return page.locator("article.shown")


def choose(page: Page, label: str) -> None:
    """A file of the shelf by its key."""
    key = page.locator(".shelf a", has_text=label).first.get_attribute("data-key")
    page.keyboard.press(str(key))
    expect(shown(page)).to_contain_text(label)
    expect(shown(page).locator("img.scan").first).to_have_js_property("complete", True)


def width_of(page: Page) -> float:
    """How wide the page is drawn."""
    return float(shown(page).locator(".turner").first.evaluate("e => e.getBoundingClientRect().width"))


def test_keys_choose_zoom_turn_and_fit(page: Page) -> None:
    choose(page, "毕业证书")
    plain = width_of(page)
    page.keyboard.press("z")
    assert width_of(page) > plain * 1.4
    page.keyboard.press("0")
    expect(page.locator(".zoom-of")).to_have_text("整页")
    tall = shown(page).locator(".turner").first.evaluate("e => e.getBoundingClientRect()")
    assert tall["height"] <= shown(page).locator(".leaf").evaluate("e => e.clientHeight") + 1
    page.keyboard.press("t")
    assert width_of(page) > tall["height"] * 0.9  # lies on its side
    expect(page.locator(".shelf [aria-current=true]")).to_contain_text("毕业证书")
    must_be_whole(page)


def test_a_finding_opens_its_evidence_and_the_page_marks_its_findings(page: Page) -> None:
    link = page.locator("details.found .finding a[data-file]").first
    if not link.is_visible():  # what holds is folded away while anything does not
        page.locator("details.found summary").first.click()
    file = link.get_attribute("data-file")
    link.click()
    expect(page.locator(f"#file-{file}")).to_be_visible()
    expect(page.locator(".finding.proved").first).to_be_visible()


def test_a_box_drawn_by_mouse_is_kept_shown_again_and_quoted(page: Page) -> None:
    choose(page, "工作经历证明")
    page.keyboard.press("c")
    paper = shown(page).locator(".paper").first.bounding_box()
    leaf = shown(page).locator(".leaf").bounding_box()
    assert paper
    assert leaf
    x, y = leaf["x"] + leaf["width"] * 0.3, leaf["y"] + 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 90, y + 50, steps=5)
    page.mouse.up()
    box = shown(page).locator('[name="box"]').input_value()
    width = float(box.split(",")[2])
    assert abs(width - 9000 / paper["width"]) < 2
    shown(page).locator("select").select_option(index=1)
    expect(shown(page).locator('[name="reason"]')).not_to_have_value("")
    shown(page).get_by_role("button", name="加入退回意见").click()
    expect(page.locator("#kept")).to_have_text(DONE)
    expect(shown(page).locator(".marks rect:not(.fresh)")).to_have_count(1)
    expect(page.locator(".shelf [aria-current=true]")).to_contain_text("有问题")
    expect(page.locator("#words-return")).to_have_value(re.compile("工作经历证明 第1页："))
    page.reload()
    choose(page, "工作经历证明")
    expect(shown(page).locator(".marks rect:not(.fresh)")).to_have_count(1)
    shown(page).get_by_role("button", name=re.compile("^去掉")).click()
    expect(shown(page).locator(".marks rect:not(.fresh)")).to_have_count(0)
    expect(page.locator("#words-return")).not_to_have_value(re.compile("工作经历证明 第1页："))


def test_words_are_kept_while_they_are_typed_and_leaving_asks_nothing(page: Page) -> None:
    page.keyboard.press("r")
    area = page.locator("#words-return")
    expect(area).to_be_focused()
    area.fill("请补盖公章，这些字要在。")
    expect(page.locator("#kept")).to_have_text(DONE)
    page.reload()
    expect(page.locator("#words-return")).to_have_value("请补盖公章，这些字要在。")


def test_two_at_one_desk_see_each_other(page: Page, desk: Desk) -> None:
    other = desk("chushen")
    other.goto(page.url)
    expect(other.locator("#others")).to_be_visible()
    expect(other.locator("#others b")).to_have_text("王海峰")
    panes, bar = other.locator(".panes").bounding_box(), other.locator(".deed-bar").bounding_box()
    assert panes
    assert bar
    assert panes["y"] + panes["height"] <= bar["y"]  # however many lines stand above, the bar hides nothing
    page.goto("/")
    other.reload()
    expect(other.locator("#others")).to_be_hidden()


def test_the_divider_moves_by_key_and_is_remembered(page: Page) -> None:
    before = page.locator(".evidence").bounding_box()
    page.locator(".divider").focus()
    for _ in range(2):
        page.keyboard.press("ArrowRight")
    after = page.locator(".evidence").bounding_box()
    assert before
    assert after
    assert after["width"] > before["width"] + 60
    page.reload()
    again = page.locator(".evidence").bounding_box()
    assert again
    assert abs(again["width"] - after["width"]) < 2


def test_a_review_from_end_to_end_without_a_mouse(page: Page, watch: Watch) -> None:
    number = page.locator("h1").inner_text()[:10]
    choose(page, "身份证（正面）")
    page.keyboard.press("y")
    expect(page.locator(".shelf [aria-current=true]")).to_contain_text("合格")
    choose(page, "毕业证书")
    page.keyboard.press("c")
    expect(shown(page).locator(".leaf")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    words = shown(page).locator("select")
    expect(words).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#kept")).to_contain_text("请写明问题")
    expect(words).to_be_focused()
    assert watch.faults.pop().startswith("422: POST")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("，请尽快")
    page.keyboard.press("Enter")
    expect(page.locator("#words-return")).to_have_value(re.compile("毕业证书 第1页：[^，]{4,}.*，请尽快"))
    page.keyboard.press("r")
    expect(page.locator("#words-return")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).not_to_contain_text(number)
    expect(page.get_by_text(re.compile(f"{number} 已退回补正"))).to_be_visible()


@pytest.mark.parametrize("width", [390, 800])
def test_narrow_windows_have_two_tabs_and_the_bar_below(desk: Desk, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    expect(page.locator(".evidence")).to_be_visible()
    expect(page.locator("#findings")).to_be_hidden()
    page.locator("label[for=show-findings]").click()
    expect(page.locator("#findings")).to_be_visible()
    expect(page.locator(".evidence")).to_be_hidden()
    expect(page.locator(".deed-bar")).to_be_in_viewport()
    must_be_whole(page)
