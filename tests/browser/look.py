"""What is wrong with a page as somebody sees it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import zhicheng.tables  # noqa: F401 (every vocabulary is known)
from zhicheng.kernel.choice import Choice
from zhicheng.policy.load import load_year

SEEN = r"""() => {
  const root = document.documentElement;
  const typed = [...document.querySelectorAll('td[data-label="登录名"]')];  // in whatever letters somebody chose
  typed.forEach(e => { e.style.display = "none"; });
  const words = [document.title, document.body.innerText];
  typed.forEach(e => { e.style.display = ""; });
  for (const name of ["placeholder", "aria-label", "title", "alt"])
    for (const e of document.querySelectorAll(`[${name}]`)) words.push(e.getAttribute(name));
  for (const e of document.querySelectorAll("option, summary, [type=submit]")) words.push(e.textContent);
  const wide = [...document.querySelectorAll("body *")].filter(e => {
    const box = e.getBoundingClientRect();
    return box.width && box.right > root.clientWidth + 1;
  }).slice(0, 5).map(e => `${e.tagName.toLowerCase()}.${e.className} to ${Math.round(e.getBoundingClientRect().right)}`);
  const images = [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src);
  return {lang: root.lang, h1: document.querySelectorAll("h1").length, words: words.join("\n"),
          over: root.scrollWidth - root.clientWidth, wide, images};
}"""
PLAIN = re.compile(
    r"\b(None|True|False|undefined|NaN|null|Undefined|Traceback)\b|zhicheng\.|\{\{|\{%|<[a-z]+[ >]|&[a-z]+;"
)
ENGLISH = re.compile(r"[A-Za-z][A-Za-z_.']*[A-Za-z]")
HARMLESS = re.compile(
    r"""(?x)
    \S+\.(pdf|jpg|jpeg|png|jsonl|json|zip|xlsx|csv|toml)\b               # names of files
    | \bWLMQ-[\w-]+ | \b\d{4}-[CZ]\d+ | \b[0-9A-Z]{18}\b | \b[A-Z]+\d[\w-]*   # references, batches, credit codes
    | \$[.\w\[\]]+                                                        # places in a case file
    | (sha256:)?\b[0-9a-f]{8,64}\b…? | https?://\S+ | \b[a-z]+(\.[a-z]+)*\.(cn|com)\b\S*  # digests, sources
    """
)
ALLOWED = frozenset(
    """PDF JPG JPEG PNG KB MB GB JSON JSONL ZIP Excel Word CSV QR Lines xlsx chinesecalendar Enter Ctrl Esc SHA RSA PAdES UTF
    backup make English Shift shoujian chushen chushen2 chushen3 fuhe fuhe2 zhizheng chengxin chengxin2 shenji guanli""".split()
)


@cache
def codes() -> re.Pattern[str]:
    """Every code of ours that is written in letters."""
    year = load_year("2025")
    words = {value for kind in _choices(Choice) for value in kind}
    words |= {*year.routes, *year.materials}
    words = {str(word) for word in words if str(word)[:1].isalpha() and str(word).islower()}
    return re.compile(r"\b(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b")


def _choices(kind: type[Any]) -> Iterator[Any]:
    for one in kind.__subclasses__():
        yield one
        yield from _choices(one)


def faults_of(page: Page, *, english: frozenset[str] = frozenset()) -> list[str]:
    """What a careful reader would complain about."""
    seen = page.evaluate(SEEN)
    faults = []
    if seen["over"] > 0:
        faults.append(f"{seen['over']} px wider than the window: {seen['wide']}")
    if seen["h1"] != 1:
        faults.append(f"{seen['h1']} h1")
    if not seen["lang"].startswith("zh"):
        faults.append(f"lang {seen['lang']!r}")
    faults += [f"picture missing: {one}" for one in seen["images"]]
    words = HARMLESS.sub(" ", seen["words"])
    faults += sorted({f"raw: {_around(words, found)}" for found in PLAIN.finditer(words)})
    faults += sorted({f"code: {_around(words, found)}" for found in codes().finditer(words)})
    left = {one.group() for one in ENGLISH.finditer(words)} - ALLOWED - english
    faults += [f"English: {one}" for one in sorted(left) if not codes().fullmatch(one)]
    return faults


def _around(words: str, found: re.Match[str]) -> str:
    return " ".join(words[max(0, found.start() - 20) : found.end() + 20].split())


def must_be_whole(page: Page) -> None:
    """At a desk and on a phone, to read and to hear; the window is left as it was."""
    before = page.viewport_size
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        faults = faults_of(page) + barriers_of(page, colours=width == 1280)
        assert not faults, f"{page.url} at {width}: " + "\n".join(faults)
    if before:
        page.set_viewport_size(before)


def barriers_of(page: Page, *, colours: bool = True) -> list[str]:
    """What axe finds serious or critical; ``colours``, dear to judge, need it at one width alone."""
    axe = Axe() if page.evaluate("!window.axe") else Axe("0")  # once a page
    options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": colours}}}
    found = axe.run(page, options=options).response["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]} {one['nodes'][0].get('failureSummary', '')[:200]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
