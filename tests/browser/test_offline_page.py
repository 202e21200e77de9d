"""The offline page in a real browser without any network, opened from a disk: it proves, refuses, and says as of when."""

import io
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pypdfium2
import pytest
from PIL import Image, ImageFilter
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.look import barriers_of, faults_of
from tests.certificate.sample_facts import ADDRESS, LONGEST_NAME, facts, photo
from zhicheng.certificate.facts import photo_digest
from zhicheng.certificate.keys import Keys, open_keys, rotate_keys, token_public_keys
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.status_entry import ENTRIES
from zhicheng.certificate.token import TokenClaims, TokenFault, UnreadableToken, make_token, read_token
from zhicheng.language.placeholder import HAN
from zhicheng.verification.offline_page import offline_page
from zhicheng.verification.status_list import REPLACED, REVOKED, credential, signed_list
from zhicheng.web.language import words_of_offline_page

TODAY = datetime(2025, 9, 12, 4, 0, tzinfo=UTC)
REVOKED_PLACE, REPLACED_PLACE, PLACE = 40_001, 131_071, 17
BODY = "乌鲁木齐市人力资源和社会保障局"
ENGLISH = frozenset({"https"})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys, once for all tests here."""
    folder = tmp_path_factory.mktemp("offline")
    open_keys(folder / "keys", rsa_bits=2048)
    return folder


@pytest.fixture(scope="module")
def keys(folder: Path) -> Keys:
    return open_keys(folder / "keys")


def a_list(keys: Keys, day: datetime = TODAY, number: int = 0, **more: int) -> str:
    """A signed list with two places that do not hold, and ``more``."""
    changed = {REVOKED_PLACE: REVOKED, REPLACED_PLACE: REPLACED} | {int(key[1:]): more[key] for key in more}
    return signed_list(credential(changed, number, day.date(), ADDRESS), keys.token_key)


def a_page(folder: Path, keys: Keys, *lists: str) -> Path:
    """The page on a disk."""
    file = folder / f"离线查验{len(list(folder.iterdir()))}.html"
    public = token_public_keys(folder / "keys")
    page = offline_page(
        lists or [a_list(keys)],
        public,
        english=words_of_offline_page(BODY),
        issuing_body=BODY,
        address=ADDRESS,
        made_on=TODAY.date(),
    )
    file.write_text(page)
    return file


def a_token(keys: Keys, **changes: object) -> str:
    """The text of a code."""
    claims = {
        "number": "6501202533001239",
        "name": "古丽娜·吐尔逊",
        "title": "工程师",
        "level": 3,
        "acquired_on": TODAY.date(),
        "status_index": PLACE,
        "photo": bytes.fromhex(photo_digest(photo()))[:8],
    }
    return make_token(TokenClaims(**claims | changes), keys.token_key, ADDRESS)  # type: ignore[arg-type]


Opener = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, folder: Path, keys: Keys) -> Iterator[Opener]:
    """``opened()``: the page in a browser that is off the net; whatever it asks for or complains about fails the test."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(
        *lists: str, width: int = 1280, now: datetime = TODAY, script: str = "", dark: bool = False
    ) -> Page:
        context = browser.new_context(
            offline=True,
            viewport={"width": width, "height": 900},
            locale="zh-CN",
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        page, file = context.new_page(), a_page(folder, keys, *lists)
        page.on(
            "request",
            lambda asked: (
                faults.append(asked.url)
                if not asked.url.startswith((file.as_uri(), "data:", "blob:"))
                else None
            ),
        )
        page.clock.set_fixed_time(now)
        if script:
            page.add_init_script(script)
        page.goto(file.as_uri())
        page.wait_for_selector("html[data-ready=yes]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def judged(page: Page, text: str) -> str:
    """What the page says of a pasted text."""
    page.evaluate("document.getElementById('answer').dataset.face = ''")
    page.get_by_label("用其他软件扫描").fill(text)
    page.get_by_role("button", name="查验").click()
    page.wait_for_selector("#answer[data-face]:not([data-face=''])")
    return page.locator("#answer").get_attribute("data-face") or ""


def shown(page: Page, picture: Image.Image, kind: str = "JPEG") -> str:
    """What the page says of a picture."""
    stream = io.BytesIO()
    picture.save(stream, kind, quality=60)
    page.set_input_files(
        "#picture", {"name": "scan.jpg", "mimeType": "image/jpeg", "buffer": stream.getvalue()}
    )
    page.wait_for_selector("#answer[data-face]:not([data-face=''])")
    return page.locator("#answer").get_attribute("data-face") or ""


def test_a_genuine_code_is_valid_as_of_the_day_of_the_list(opened: Opener, keys: Keys) -> None:
    page = opened()
    assert judged(page, a_token(keys)) == "valid"
    said = page.locator("#answer").inner_text()
    for fact in (
        "证书有效",
        "6501 2025 3300 1239",
        "古丽娜·吐尔逊",
        "工程师（中级）",
        "2025-09-12",
        "名单为准",
    ):
        assert fact in said
    expect(page.locator("#answer")).to_be_focused()
    expect(page.locator("#list-old")).to_be_hidden()


def test_revoked_and_replaced_are_named_as_the_list_says(opened: Opener, keys: Keys) -> None:
    page = opened()
    assert judged(page, a_token(keys, status_index=REVOKED_PLACE)) == "revoked"
    assert judged(page, a_token(keys, status_index=REPLACED_PLACE)) == "replaced"
    assert judged(page, a_token(keys, status_index=REVOKED_PLACE - 1)) == "valid"
    assert judged(page, a_token(keys, status_index=ENTRIES + REVOKED_PLACE)) == "unlisted"


def test_the_lists_of_many_certificates_lie_side_by_side(opened: Opener, keys: Keys) -> None:
    page = opened(a_list(keys), a_list(keys, number=1, p5=REVOKED))
    assert judged(page, a_token(keys, status_index=5)) == "valid"
    assert judged(page, a_token(keys, status_index=ENTRIES + 5)) == "revoked"


def test_other_keys_numbers_and_nonsense_prove_nothing(opened: Opener, keys: Keys, tmp_path: Path) -> None:
    page, forger = opened(), open_keys(tmp_path, rsa_bits=2048)
    assert judged(page, a_token(forger)) == "foreign"
    assert "古丽娜" not in page.locator("#answer").inner_text()
    assert judged(page, "6501 2025 3300 1239") == "number"
    assert judged(page, "你好") == "unreadable"


def reference(text: str, public: dict[str, object]) -> str:
    """What the program says of the same text."""
    faults = {
        TokenFault.MISTYPED: "unreadable",
        TokenFault.UNKNOWN_KEY: "foreign",
        TokenFault.BAD_SIGNATURE: "forged",
    }
    try:
        read_token(text, public)  # type: ignore[arg-type]
    except UnreadableToken as unreadable:
        return faults[unreadable.fault]
    return "valid"


NO_ED25519 = """const known = crypto.subtle.importKey.bind(crypto.subtle);
    crypto.subtle.importKey = (form, raw, name, ...more) => {
        if (name !== "Ed25519") return known(form, raw, name, ...more);
        window.lacking = true;
        return Promise.reject(new DOMException("", "NotSupportedError"));
    };"""
"""What makes this browser one that does not know Ed25519, so that the library in the page must do it."""


@pytest.mark.parametrize("script", ["", NO_ED25519], ids=["the browser's Ed25519", "the library's"])
def test_altered_codes_are_judged_as_the_program_judges_them(
    opened: Opener, keys: Keys, folder: Path, script: str
) -> None:
    page, public, lots = (
        opened(script=script),
        token_public_keys(folder / "keys"),
        random.Random(7),  # noqa: S311,
    )
    genuine = a_token(keys)
    head, letters = genuine[: len(ADDRESS) + 1], genuine[len(ADDRESS) + 1 :]
    texts = [
        genuine,
        letters.lower(),
        f" {genuine[:90]}\n{genuine[90:]} ",
        genuine + "=",
        letters + "A",
        letters[:-1],
    ]
    for _ in range(24):
        place = lots.randrange(len(letters))
        texts.append(
            head + letters[:place] + lots.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") + letters[place + 1 :]
        )
    seen = {text: (judged(page, text), reference(text, public)) for text in texts}
    assert {text: pair for text, pair in seen.items() if pair[0] != pair[1]} == {}
    assert bool(page.evaluate("window.lacking")) is bool(script)
    assert {pair[0] for pair in seen.values()} >= {"valid", "forged", "unreadable"}


def test_a_scan_of_the_printed_page_is_read(opened: Opener, keys: Keys) -> None:
    """120 dpi, three degrees askew, blurred, JPEG."""
    for name in ("古丽娜·吐尔逊", LONGEST_NAME):
        said = msgspec.structs.replace(facts(name=name), qr_text=a_token(keys, name=name))
        sheet = (
            pypdfium2.PdfDocument(render_certificate(said))[0].render(scale=120 / 72).to_pil().convert("RGB")
        )
        askew = sheet.rotate(3, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        page = opened()
        assert shown(page, askew.filter(ImageFilter.GaussianBlur(0.6))) == "valid"
        assert name[:4] in page.locator("#answer-facts").inner_text()
        expect(page.locator("#answer-cut")).to_be_visible(visible=len(name) > 20)


def test_a_picture_without_a_code_and_a_file_that_is_no_picture_are_answered(opened: Opener) -> None:
    page = opened()
    assert shown(page, Image.new("RGB", (600, 400), "white")) == "blank"
    page.set_input_files("#picture", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"})
    expect(page.locator("#answer")).to_have_attribute("data-face", "document")


def test_the_camera_reads_a_code_and_is_let_go(opened: Opener, keys: Keys) -> None:
    """A drawn picture stands in for the camera's: no device is on this machine, and headless ones show no QR code."""
    said = msgspec.structs.replace(facts(), qr_text=a_token(keys))
    sheet = pypdfium2.PdfDocument(render_certificate(said))[0].render(scale=1.4).to_pil().convert("RGB")
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    page = opened(
        script="""navigator.mediaDevices.getUserMedia = async () => { const canvas = document.createElement("canvas");
        const picture = await createImageBitmap(new Blob([window.sheet]));
        canvas.width = picture.width; canvas.height = picture.height; const pen = canvas.getContext("2d");
        setInterval(() => pen.drawImage(picture, 0, 0), 50); pen.drawImage(picture, 0, 0);
        return window.lent = canvas.captureStream(20); };"""
    )
    page.evaluate("bytes => { window.sheet = new Uint8Array(bytes); }", list(stream.getvalue()))
    page.get_by_role("button", name="打开摄像头").click()
    expect(page.locator("#answer")).to_have_attribute("data-face", "valid")
    expect(page.locator("#view")).to_be_hidden()
    assert page.evaluate("window.lent.getTracks().every(track => track.readyState === 'ended')")


def test_without_a_camera_the_page_says_what_else_to_do(opened: Opener) -> None:
    page = opened()
    page.get_by_role("button", name="打开摄像头").click()
    expect(page.locator("#camera-fault")).to_be_visible()


def test_an_old_list_is_called_old_and_a_newer_one_may_be_loaded(
    opened: Opener, keys: Keys, folder: Path, tmp_path: Path
) -> None:
    page = opened(now=datetime(2025, 9, 30, tzinfo=UTC))
    expect(page.locator("#list-old")).to_contain_text("2025-09-12")
    page.get_by_text("载入较新的名单", exact=True).click()

    def load(jws: str) -> None:
        page.set_input_files("#list-file", {"name": "0", "mimeType": "text/plain", "buffer": jws.encode()})

    newer = a_list(keys, datetime(2025, 9, 29, 4, tzinfo=UTC), p17=REVOKED)
    load(newer[:-4] + "AAAA")
    expect(page.locator("#list-said")).to_contain_text("没有载入")
    load(a_list(open_keys(tmp_path, rsa_bits=2048), datetime(2025, 9, 29, 4, tzinfo=UTC), p17=REVOKED))
    expect(page.locator("#list-said")).to_contain_text("没有载入")
    assert judged(page, a_token(keys)) == "valid"
    load(newer)
    expect(page.locator("#list-said")).to_contain_text("已载入")
    expect(page.locator("#list-old")).to_be_hidden()
    expect(page.locator("#list-date")).to_have_text("2025-09-29")
    assert judged(page, a_token(keys)) == "revoked"
    load(a_list(keys))
    expect(page.locator("#list-said")).to_contain_text("没有更换")


def test_an_embedded_list_that_was_tampered_with_is_not_believed(opened: Opener, keys: Keys) -> None:
    page = opened(a_list(keys)[:-4] + "AAAA")
    expect(page.locator("#list-old")).to_contain_text("没有可用的名单")
    assert judged(page, a_token(keys)) == "unlisted"


def test_after_a_change_of_keys_old_and_new_codes_are_valid(opened: Opener, keys: Keys, folder: Path) -> None:
    old = a_token(keys)
    new = rotate_keys(folder / "keys", rsa_bits=2048)
    page = opened(a_list(new))
    assert judged(page, old) == "valid"
    assert judged(page, a_token(new)) == "valid"


@pytest.mark.parametrize(("width", "dark"), [(320, False), (390, True), (1280, False), (1920, True)])
def test_it_is_whole_at_every_width(opened: Opener, keys: Keys, width: int, dark: bool) -> None:
    page = opened(width=width, dark=dark)
    assert faults_of(page, english=ENGLISH) == []
    judged(page, a_token(keys, name=LONGEST_NAME))
    assert faults_of(page, english=ENGLISH) == []
    assert barriers_of(page) == []


def test_it_speaks_english_too_and_says_the_answer_again(opened: Opener, keys: Keys) -> None:
    page = opened(width=390)
    assert judged(page, a_token(keys)) == "valid"
    page.get_by_role("button", name="English").click()
    expect(page.locator("#answer-facts")).to_contain_text("工程师 (Intermediate)")
    said = page.locator("body").inner_text()
    for kept in ("中文", "古丽娜·吐尔逊", "工程师"):
        said = said.replace(kept, "")
    assert HAN.findall(said) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#answer-words")).to_have_text("证书有效")
    assert faults_of(page, english=ENGLISH) == []
