"""A real server over a small demonstration year, a real Chromium in front of it, and eyes on everything that goes wrong.

``office``          where it is: ``.url``, ``.password``, ``.folder``; one per run, so journeys leave traces for each other
``desk("fuhe")``    a page of somebody signed in (by the form, once per run and person); ``width=``, ``dark=``
``stranger()``      a page of nobody
Whatever the console, the policy of the page or the network complains about fails the test in which it happens.

Eyes and hands wait until the scripts of a page have run, as people do; ``pytest tests/browser --late`` lets everything
that a page is made of come late, which shows where a test would win a race only on a quick machine.
"""

import contextlib
import functools
import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

ROOT = Path(__file__).parents[2]
SIZE = 60
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
HEIGHT = 900
LATE = 250  # milliseconds
EYES = (
    "all",
    "all_inner_texts",
    "bounding_box",
    "count",
    "evaluate",
    "evaluate_all",
    "get_attribute",
    "inner_text",
    "input_value",
    "is_visible",
)
HANDS = ("check", "click", "fill", "focus", "press", "select_option", "set_input_files", "uncheck")


@dataclass(frozen=True)
class Office:
    """A running panel."""

    url: str
    password: str
    folder: Path


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The panel as ``make run`` starts it."""
    folder = tmp_path_factory.mktemp("office")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ZHICHENG_")}
    environment |= {"ZHICHENG_INSTANCE": str(folder), "ZHICHENG_PUBLIC_ADDRESS": f"http://127.0.0.1:{port}"}
    flask = [sys.executable, "-m", "flask", "--app", "app"]
    settings: dict[str, Any] = {"cwd": ROOT, "env": environment}
    subprocess.run([*flask, "db", "upgrade"], check=True, capture_output=True, **settings)
    told = subprocess.run(
        [*flask, "demo", "--size", str(SIZE)], check=True, capture_output=True, text=True, **settings
    )
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            [*flask, "serve", "--port", str(port)],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            **settings,
        )
    try:
        assert server.stdout
        assert server.stdout.readline(), (folder / "server.log").read_text()  # it listens when it says so
        yield Office(f"http://127.0.0.1:{port}", json.loads(told.stdout)["password"], folder)
    finally:
        server.terminate()
        server.communicate(timeout=30)


def waits(act: Callable[..., Any], page: Page | None = None) -> Callable[..., Any]:
    """``act`` of a locator, or of what belongs to ``page``, once the scripts of the page have run."""

    @functools.wraps(act)
    def patient(*words: Any, **more: Any) -> Any:
        (page or words[0].page).wait_for_load_state("domcontentloaded")
        return act(*words, **more)

    return patient


@pytest.fixture(scope="session", autouse=True)
def patience() -> Iterator[None]:
    """Nobody reads or touches a page that is not there yet; expectations wait by themselves."""
    with pytest.MonkeyPatch.context() as patch:
        for name in (*EYES, *HANDS):
            patch.setattr(Locator, name, waits(getattr(Locator, name)))
        yield


def slow_down(page: Page) -> None:
    """Each answer comes late, and nothing is kept."""
    tools = page.context.new_cdp_session(page)
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    pace = {"offline": False, "latency": LATE, "downloadThroughput": -1, "uploadThroughput": -1}
    tools.send("Network.emulateNetworkConditions", pace)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; playwright's own is not installed.

    Not for the whole run: while playwright is open, its event loop is the thread's, and nobody else's may run.
    """
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    assert path, "the browser tests need Chromium: make browser"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield chromium
        chromium.close()


@dataclass
class Watch:
    """Notes what no page of ours may do."""

    origin: str
    faults: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watch every page of ``context``, also those that it opens later."""
        context.on("console", lambda said: self.console(said.type, said.text))
        context.on("weberror", lambda error: self.faults.append(f"script: {error.error}"))
        context.on("request", self.request)
        context.on("requestfailed", self.failed)
        context.on("response", self.response)
        return context

    def console(self, kind: str, text: str) -> None:
        """Errors and violations of the policy; answers that are errors are judged by ``response``."""
        if kind in ("error", "warning") and not text.startswith("Failed to load resource"):
            self.faults.append(f"console: {text}")

    def request(self, request: Request) -> None:
        """Nothing goes to another host."""
        if not request.url.startswith((self.origin, "data:", "blob:")):
            self.faults.append(f"another host: {request.url}")

    def failed(self, request: Request) -> None:
        """What was left behind by going on, or became a download, is no failure."""
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def response(self, response: Response) -> None:
        """A page may refuse; what a page is made of must be there, and nothing may break."""
        if response.status >= 500 or (
            response.status >= 400 and response.request.resource_type != "document"
        ):
            self.faults.append(f"{response.status}: {response.request.method} {response.url}")


@pytest.fixture
def watch(office: Office) -> Iterator[Watch]:
    """Fails the test for whatever was noted."""
    watch = Watch(office.url)
    yield watch
    assert watch.faults == []


def sign_in(page: Page, office: Office, name: str) -> None:
    """By the form, as a person does."""
    page.goto(f"{office.url}/login")
    page.get_by_label("登录名").fill(name)
    page.get_by_label("密码").fill(office.password)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(f"{office.url}/")


@pytest.fixture(scope="session")
def keys() -> dict[str, Any]:
    """What the browser remembers of who signed in already."""
    return {}


@pytest.fixture
def rooms(
    browser: Browser, office: Office, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., BrowserContext]]:
    """Browsers of different people, one apart from the other."""

    def settle(page: Page) -> None:
        page.keyboard.press = waits(page.keyboard.press, page)  # type: ignore[method-assign]
        if request.config.getoption("late"):
            slow_down(page)

    with contextlib.ExitStack() as stack:

        def open_room(width: int = 1280, dark: bool = False, **more: Any) -> BrowserContext:
            context = browser.new_context(
                base_url=office.url,
                viewport={"width": width, "height": HEIGHT},
                color_scheme="dark" if dark else "light",
                reduced_motion="reduce",
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                **more,
            )
            context.set_default_timeout(20_000)
            expect.set_options(timeout=20_000)
            context.on("page", settle)
            stack.callback(context.close)
            return watch.over(context)

        yield open_room


@pytest.fixture
def stranger(rooms: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """``stranger(width=390)``: a page of somebody who is not signed in."""
    return lambda **more: rooms(**more).new_page()


@pytest.fixture
def desk(rooms: Callable[..., BrowserContext], office: Office, keys: dict[str, Any]) -> Callable[..., Page]:
    """``desk("chushen")``: a page of that person, on the way to the first address."""

    def sit_down(name: str, **more: Any) -> Page:
        page = rooms(**more, storage_state=keys.get(name)).new_page()
        if name not in keys:
            sign_in(page, office, name)
            keys[name] = page.context.storage_state()
        return page

    return sit_down
