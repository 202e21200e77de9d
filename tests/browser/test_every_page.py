"""Every page that a role can reach by following links, as wide as a desk and as narrow as a phone."""

from collections import deque
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.look import barriers_of, faults_of

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
ROLES = ("shoujian", "chushen", "fuhe", "zhizheng", "chengxin", "shenji", "guanli")
NO_PAGE = (
    "/admin/import/template/",
    "/admin/attachment/download/",
    "/admin/attachment/page/",
    "/admin/certificate/picture/",
    "/admin/certificate/preview/",
    "/admin/certificate/anew/",
    "/verify/status/",
    "/verify/keys",
    "/admin/letters/blank/",
    "/admin/letters/download",
    "/admin/letters/extract",
    "/admin/letters/paper",
    "/admin/batch/file/",
    "/verify/offline",
    "/assets/",
    "/language/",
)
LINKS = "els => els.map(e => e.getAttribute('href'))"
MOST = 140
looked_at: set[tuple[str, ...]] = set()


def kind_of(address: str, seen_from: str) -> tuple[str, ...]:
    """Pages of one kind are looked at once: the same path and arguments, a status that is asked for apart.

    Filters can be combined without end: a list narrowed by anything but one status is one kind. A page of details counts
    once per status of the list from which it was reached.
    """
    parts = urlsplit(address)
    others = {key for key, _ in parse_qsl(parts.query)} - {"flt_status_is"}
    status = one_status(address)
    if parts.path.endswith("/details/") and urlsplit(seen_from).path == parts.path.replace("details/", ""):
        status = one_status(seen_from)
    filters = {key for key in others if key.startswith("flt_")}
    if filters or ("flt_status_is" in parts.query and not status):
        others, status = {*(others - filters), "narrowed"}, ""
    return (parts.path, status, *sorted(others))


def one_status(address: str) -> str:
    """The status to which a list is narrowed, if it is one."""
    named = dict(parse_qsl(urlsplit(address).query)).get("flt_status_is", "")
    return "" if "," in named else named


def worth_following(address: str) -> bool:
    """Another page of ours, not a sorting or a second page of a list that was seen."""
    parts = urlsplit(address)
    return (
        address.startswith("/")
        and not parts.path.startswith(NO_PAGE)
        and not parts.path.endswith((".svg", ".pdf", ".docx"))
        and not {"sort", "desc", "page"} & {key for key, _ in parse_qsl(parts.query)}
    )


def look_at(page: Page, name: str, kind: tuple[str, ...]) -> list[str]:
    """The page at both widths; what axe thinks of it, once for all roles."""
    faults = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        found = faults_of(page)
        if (*kind, str(size["width"])) not in looked_at:
            looked_at.add((*kind, str(size["width"])))
            found += barriers_of(page, colours=size is DESK)
        faults += [f"{name} {page.url} at {size['width']}: {one}" for one in found]
    return faults


@pytest.mark.parametrize("name", ROLES)
def test_every_page_is_whole_in_chinese_and_open_to_everybody(desk: Callable[..., Page], name: str) -> None:
    page = desk(name)
    waiting, kinds, faults = deque([("/", "/")]), {("/",)}, []
    while waiting:
        address, seen_from = waiting.popleft()
        answer = page.goto(address)
        assert answer is not None
        if answer.status != 200:
            faults.append(f"{name} {seen_from} leads to {address}: {answer.status}")
            continue
        faults += look_at(page, name, kind_of(address, seen_from))
        for link in page.locator("a[href]").evaluate_all(LINKS):
            if link.startswith("?"):
                link = urlsplit(address).path + link
            kind = kind_of(link, address)
            if worth_following(link) and kind not in kinds:
                kinds.add(kind)
                waiting.append((link, address))
        assert len(kinds) < MOST, sorted(kinds)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    "address",
    ["/login", "/verify", "/verify/650120259999999", "/verify/xyz", "/admin/submission/", "/no-such-page"],
)
def test_pages_for_nobody_in_particular(stranger: Callable[..., Page], address: str) -> None:
    page = stranger()
    page.goto(address)
    faults = look_at(page, "stranger", (address,))
    assert not faults, "\n".join(faults)


def test_the_public_page_fits_the_smallest_phone_without_scripts(rooms: Callable[..., object]) -> None:
    page = rooms(width=320, java_script_enabled=False).new_page()
    page.goto("/verify")
    page.get_by_label("证书编号").fill("650120259999999")
    page.get_by_role("button", name="查验").click()
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320
    assert page.get_by_role("status").is_visible()
