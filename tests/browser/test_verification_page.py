"""The strangers' door in a browser: narrow, without script, and the offline page that it hands out."""

import pytest
from playwright.sync_api import expect

from tests.browser.look import barriers_of, faults_of


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_works_without_script_at_every_width(stranger, width):
    page = stranger(width=width, java_script_enabled=True)
    page.goto("/verify")
    page.get_by_label("证书编号").fill("6501202533001230")
    page.get_by_role("button", name="查验").click()
    expect(page.get_by_role("status")).to_be_visible()
    assert faults_of(page) == []
    assert barriers_of(page) == []
    bare = stranger(width=width, java_script_enabled=False)
    bare.goto("/verify")
    bare.get_by_label("证书编号").fill("6501202533001230")
    bare.get_by_role("button", name="查验").click()
    expect(bare.get_by_role("status")).to_be_visible()


def test_the_offline_page_that_it_hands_out_works_from_the_disk(stranger, browser, tmp_path):
    page = stranger(accept_downloads=True)
    page.goto("/verify")
    with page.expect_download() as download:
        page.get_by_role("link", name="离线查验页面").click()
    assert download.value.suggested_filename == "职称证书离线查验.html"
    file = tmp_path / "离线查验.html"
    download.value.save_as(file)
    context = browser.new_context(offline=True)
    kept = context.new_page()
    kept.goto(file.as_uri())
    expect(kept.locator("html[data-ready=yes]")).to_be_attached()
    expect(kept.locator("#list-date")).not_to_have_text("没有名单")
    context.close()
