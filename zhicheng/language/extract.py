"""Every message that screens can show: ``python -m zhicheng.language.extract`` names what the catalogue lacks or has too many."""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator, Set
from pathlib import Path

from jinja2 import Environment

from zhicheng.language.catalogue import english
from zhicheng.language.placeholder import HAN, is_chinese, message_of, tidy
from zhicheng.language.runs import Pieces, Walker, message
from zhicheng.policy.vocabulary import ETHNIC_GROUPS

PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parent
OFFLINE = PACKAGE / "verification/offline"
COMMANDS = (
    *("settings.py", "backup", "commands", "demo", "language", "kernel/pinyin", "policy/vocabulary"),
    *("policy/check", "policy/consistency", "policy/load", "policy/load_wording"),
    *("policy/notice", "policy/strict"),
    *("exchange/paperless", "exchange/rehearsal_acts", "exchange/rehearsal_people", "exchange/rehearse"),
    *("exchange/cell", "exchange/name_list", "exchange/scenario", "exchange/spreadsheet"),
    *("exchange/workbook_columns", "exchange/workbook_template", "decision/make_up"),
    "certificate/skip_numbers",
)
"""What no screen shows: it stands on the command line, in files of ours, or in a workbook."""
ON_PAPER = (
    *(
        "letter/render",
        "letter/text",
        "letter/word",
        "certificate/facts",
        "certificate/inside",
        "certificate/keys",
    ),
    *("certificate/notice_docx", "certificate/notice_pdf", "certificate/notice_text"),
    *("certificate/on_page", "certificate/ornament", "certificate/preview", "certificate/render"),
    *("certificate/reprint", "certificate/sign", "intake/unit_paper"),
    *("plan/own_defects", "review/draft_opinion", "review/opinion_lines", "review/return_letter"),
)
"""What stands on paper or in an opinion; only what it refuses with is shown."""
TOLD_OF_A_YEAR = {"label", "short_label", "question", "alternatives", "hint", "note"} | {
    "issuing_body",
    "region_label",
}
"""What pages tell of a year; its title, its sources and the names of titles are the law's own."""
_QUOTED = re.compile(r'"([^"\n]*)"|^\s*([\u4e00-\u9fff]+):', re.MULTILINE)
_FILE = re.compile(r"\.(pdf|xlsx|json|html)$|^-|^手工-")
"""Names of files and references, which are the same in both languages."""


def messages() -> dict[str, list[str]]:
    """Message id -> the files in which it stands."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for one in of_template(path.read_text("utf-8")):
            _add(found, one, path)
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE)
        for one in of_python(
            path.read_text("utf-8"), silent=_is_of(place, COMMANDS), refusals=_is_of(place, ON_PAPER)
        ):
            _add(found, one, path)
    for one in of_offline_page():
        _add(found, one, OFFLINE)
    for one in ETHNIC_GROUPS.values():
        _add(found, one, PACKAGE / "policy/vocabulary.py")
    for path in sorted((PACKAGE / "web/static").glob("*.js")):
        for one in of_script(path.read_text("utf-8")):
            _add(found, one, path)
    for folder, told in ("years", TOLD_OF_A_YEAR), ("calendars", {"name"}):
        for path in sorted((PACKAGE / "policy" / folder).glob("*.toml")):
            for one in of_policy(tomllib.loads(path.read_text("utf-8")), told):
                _add(found, one, path)
    return found


def _is_of(place: Path, files: tuple[str, ...]) -> bool:
    return place.parts[0] in files or str(place.with_suffix("")) in files


def _add(found: dict[str, list[str]], one: str, path: Path) -> None:
    place, places = str(path.relative_to(ROOT)), found.setdefault(one, [])
    if place not in places:
        places.append(place)


def of_template(source: str) -> Iterator[str]:
    """Sentences, spoken attributes and constants of a template."""
    found: list[str] = []

    def sentence(pieces: Pieces) -> Pieces:
        found.append(message(pieces)[0])
        return list(pieces)

    def constant(text: str) -> str:
        found.append(tidy(text))
        return text

    Walker(sentence, constant, lambda node: node, lambda node: node).walk(
        Environment(autoescape=True).parse(source)
    )
    yield from found


def of_python(source: str, *, silent: bool = False, refusals: bool = False) -> Iterator[str]:
    """Labels of every ``Choice``; all sentences, or those of ``refusals`` only, unless it is ``silent``."""
    if HAN.search(source):
        sentences = _Sentences(silent, refusals)
        sentences.visit(ast.parse(source))
        yield from sentences.found


class _Sentences(ast.NodeVisitor):
    """f-strings with their values by name; no docstrings."""

    def __init__(self, silent: bool, refusals: bool) -> None:
        self.found: list[str] = []
        self.silent = silent
        self.shown = not silent and not refusals

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for line in node.body:
            match line:
                case ast.Assign(
                    value=ast.Tuple(elts=[ast.Constant(), ast.Constant(value=str() as label), *_])
                ):
                    self.found.extend((label,) if HAN.search(label) else ())
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = ast.unparse(node.func)
        if name in ("re.compile", "Sheet", "mapped_column"):
            return
        before, self.shown = self.shown, self.shown or name == "Refusal" and not self.silent
        self.generic_visit(node)
        self.shown = before

    def visit_Constant(self, node: ast.Constant) -> None:
        if (
            self.shown
            and isinstance(node.value, str)
            and is_chinese(node.value)
            and not _FILE.search(node.value)
            and "<" not in node.value
        ):
            self.found.append(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pieces = [str(one.value) if isinstance(one, ast.Constant) else one for one in node.values]
        if self.shown and any(isinstance(one, str) and HAN.search(one) for one in pieces):
            said = message_of(pieces, _name_of)[0]
            self.found.extend(() if _FILE.search(said) else (said,))
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                self.visit(one.value)


def _name_of(node: ast.AST) -> str:
    match node:
        case ast.FormattedValue(value=inner) | ast.Subscript(value=inner) | ast.BinOp(left=inner):
            return _name_of(inner)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(args=[first, *_]):
            return _name_of(first)
    return "value"


def of_offline_page() -> Iterator[str]:
    """What the page says that is kept on a disk: its own words, and those of its scripts."""
    yield from of_template((OFFLINE / "page.html").read_text("utf-8"))
    for path in sorted(OFFLINE.glob("*.js")):
        yield from of_script(path.read_text("utf-8"))


def of_script(source: str) -> Iterator[str]:
    """Quoted Chinese and Chinese keys; a template literal must hold none (a test sees to it)."""
    for quoted, key in _QUOTED.findall(source):
        if HAN.search(quoted or key):
            yield quoted or key


def of_policy(part: object, told: Set[str]) -> Iterator[str]:
    """What stands under the names that pages tell."""
    match part:
        case dict():
            for name, inner in part.items():
                yield from _texts(inner) if name in told else of_policy(inner, told)
        case list():
            for inner in part:
                yield from of_policy(inner, told)


def _texts(part: object) -> Iterator[str]:
    match part:
        case dict():
            yield from (one for one in part.values() if HAN.search(one))
        case str() if HAN.search(part):
            yield part


def main() -> int:
    """Say as JSON what is missing and what is not used; 1 if anything is."""
    wanted, known = messages(), english()
    told = {
        "missing": {one: place for one, place in wanted.items() if one not in known},
        "unused": sorted(set(known) - set(wanted)),
    }
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    return int(any(told.values()))


if __name__ == "__main__":
    sys.exit(main())
