"""What a piece of work costs the hand: clicks, keys and pages, counted while it is really done in Chromium."""

from dataclasses import dataclass

from playwright.sync_api import Frame, Locator, Page


@dataclass
class Hand:
    """Somebody at a page. Every click, key and page that came is counted; looking is free."""

    page: Page
    clicks: int = 0
    keys: int = 0
    pages: int = 0

    def __post_init__(self) -> None:
        self.page.on("framenavigated", self._came)

    def _came(self, frame: Frame) -> None:
        if frame == self.page.main_frame:
            self.pages += 1

    def click(self, place: Locator) -> None:
        """One click."""
        place.click()
        self.clicks += 1

    def go(self, place: Locator) -> None:
        """One click that brings another page."""
        with self.page.expect_navigation():
            self.click(place)

    def press(self, *keys: str) -> None:
        """So many keys; a chord counts as one."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def enter(self) -> None:
        """The key that sends a search."""
        with self.page.expect_navigation():
            self.press("Enter")

    def type(self, place: Locator, words: str) -> None:
        """Click into a field and type; every character is a key."""
        self.click(place)
        place.fill(words)
        self.keys += len(words)

    def paste(self, place: Locator, words: str) -> None:
        """Click into a field and paste: one chord."""
        self.click(place)
        place.fill(words)
        self.keys += 1

    def bookmark(self, address: str) -> None:
        """One click in the browser's own bar."""
        self.page.goto(address)
        self.clicks += 1

    def open_and_back(self, link: Locator) -> None:
        """Open a file, which takes the whole page, and come back: a click, a chord and two pages."""
        answer = self.page.request.get(self.page.url.split("/admin/")[0] + (link.get_attribute("href") or ""))
        assert answer.ok, answer.url
        self.clicks, self.keys, self.pages = self.clicks + 1, self.keys + 1, self.pages + 2

    def __str__(self) -> str:
        return f"{self.clicks} clicks, {self.keys} keys, {self.pages} pages"
