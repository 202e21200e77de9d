"""Somebody without a mouse: only keys, and at every step it must be seen where one stands.

A day is a text of steps, one a line: a word of ``Keyboard``, then what it takes.

=============  ====================================================================================================
``press j x``  these keys, one after the other
``go g s``     the same; the last one brings another page
``type 词``    typed where one stands
``date 日``     a day, into a field for dates
``to 保存``    Tab until one stands on what is called so
``give 名``    Enter on a field for files; the files of that name
``on 词``      one stands on what is called so
``see 词``     the page says so
=============  ====================================================================================================
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

FAR = 40
WHERE = r"""() => {
  const e = document.activeElement;
  if (e === document.body) return {name: ""};
  const label = e.labels?.[0];
  const name = e.getAttribute("aria-label") || label?.textContent || e.textContent || e.title || e.value || "";
  const [box, style] = [e.getBoundingClientRect(), getComputedStyle(e.matches(".pane-tabs input") ? label : e)];
  const spots = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]].map(([x, y]) => document.elementFromPoint(
    Math.min(innerWidth - 1, box.left + x * box.width), Math.min(innerHeight - 1, box.top + y * box.height)));
  // The browser draws its own ring on a part of a date and on the handle of a divider.
  const ring = e.matches("[type=date], [type=range]") || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0);
  const seen = ring && spots.some(spot => spot && (e.contains(spot) || spot.contains(e)));
  return seen && {name: name.trim().replace(/\s+/g, " ")};
}"""


@dataclass
class Keyboard:
    """A page and the keys in front of it; ``files`` are what may be handed in, by name."""

    page: Page
    files: Mapping[str, Path | Sequence[Path]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Listen from the beginning: whoever only listens when Enter is pressed may come too late."""
        self.page.on("filechooser", lambda _: None)

    def day(self, steps: str, **words: str) -> None:
        """Walk through the steps; ``words`` are filled in."""
        for line in filter(None, map(str.strip, steps.format(**words).splitlines())):
            verb, _, rest = line.partition(" ")
            try:
                getattr(self, verb)(rest)
            except Exception as error:
                told = self.page.locator(".notice").all_inner_texts()
                error.add_note(f"at “{line}” on {self.page.url}, which says {told}")
                raise

    def stands_on(self) -> str:
        """The name of what has the focus, which must be seen; nothing at the beginning of a page."""
        return self.page.wait_for_function(WHERE, timeout=5_000).json_value()["name"]

    def press(self, keys: str) -> None:
        """Keys, one after the other."""
        for key in keys.split():
            self.page.keyboard.press(key)
        self.stands_on()

    def go(self, keys: str) -> None:
        """The last of these keys brings another page; its scripts have run when this returns."""
        *first, last = keys.split()
        for key in first:
            self.page.keyboard.press(key)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            self.page.keyboard.press(last)
        self.stands_on()

    def type(self, words: str) -> None:
        """Type."""
        self.page.keyboard.type(words)

    def date(self, day: str) -> None:
        """A day such as 2025-03-01, part by part; which part is first is the browser's own matter."""
        year, month, number = day.split("-")
        for keys in ((*month, *number, *year), (*year, "ArrowRight", *month, *number)):
            for key in ("ArrowLeft", "ArrowLeft", *keys):
                self.page.keyboard.press(key)
            if self.page.evaluate("document.activeElement.value") == day:
                return
        raise AssertionError(f"{day} could not be typed")

    def to(self, name: str) -> None:
        """Tab on; each stop is seen."""
        stops = []
        while name not in (stop := self.stands_on() if stops else "") and len(stops) <= FAR:
            self.page.keyboard.press("Tab")
            stops.append(stop)
        assert name in stop, f"not within {FAR} stops: {stops}"

    def give(self, name: str) -> None:
        """Choose files where one stands."""
        with self.page.expect_file_chooser() as chooser:
            self.page.keyboard.press("Enter")
        chooser.value.set_files(self.files[name])

    def on(self, name: str) -> None:
        """Wait until one stands there."""
        self.page.wait_for_function(f"name => ({WHERE})()?.name?.includes(name)", arg=name, timeout=10_000)

    def see(self, words: str) -> None:
        """Judge what is said."""
        expect(self.page.locator("main")).to_contain_text(re.compile(re.escape(words)))
