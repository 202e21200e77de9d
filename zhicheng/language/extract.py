"""Every message that screens can show: ``python -m zhicheng.language.extract`` names what the catalogue lacks or has too many."""

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment

from zhicheng.language.catalogue import english
from zhicheng.language.placeholder import HAN, message_of, tidy
from zhicheng.language.runs import Pieces, Walker, message

PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parent
DOORS = ("admin", "web")
"""Packages all of whose sentences are shown on screens."""
TELLING = ("plan/verbs.py",)
"""Files of the story whose sentences are labels, though no Choice."""
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
        whole = place.parts[0] in DOORS or str(place) in TELLING
        for one in of_python(path.read_text("utf-8"), whole=whole):
            _add(found, one, path)
    for path in sorted((PACKAGE / "web/static").glob("*.js")):
        for one in of_script(path.read_text("utf-8")):
            _add(found, one, path)
    for path in sorted((PACKAGE / "policy/years").glob("*.toml")):
        for one in of_year(path.read_text("utf-8")):
            _add(found, one, path)
    return found


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


def of_python(source: str, *, whole: bool) -> Iterator[str]:
    """Labels of every ``Choice``; of a door all sentences, f-strings with their values by name."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                match line:
                    case ast.Assign(
                        value=ast.Tuple(elts=[ast.Constant(), ast.Constant(value=str() as label), *_])
                    ):
                        if HAN.search(label):
                            yield label
    if whole:
        yield from _Sentences().of(tree)


class _Sentences(ast.NodeVisitor):
    def of(self, tree: ast.Module) -> list[str]:
        self.found: list[str] = []
        self.visit(tree)
        return self.found

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if ast.unparse(node.func) not in ("re.compile", "Sheet"):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if (
            isinstance(node.value, str)
            and HAN.search(node.value)
            and not _FILE.search(node.value)
            and "<" not in node.value
        ):
            self.found.append(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        pieces = [str(one.value) if isinstance(one, ast.Constant) else one for one in node.values]
        if any(isinstance(one, str) and HAN.search(one) for one in pieces):
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


def of_script(source: str) -> Iterator[str]:
    """Quoted Chinese and Chinese keys; a template literal must hold none (a test sees to it)."""
    for quoted, key in _QUOTED.findall(source):
        if HAN.search(quoted or key):
            yield quoted or key


def of_year(source: str) -> Iterator[str]:
    """What lists and forms call the routes, the offices and the materials of a year."""
    year = tomllib.loads(source)
    for table in ("route", "office", "material"):
        for one in year.get(table, ()):
            yield from (one[name] for name in ("label", "short_label") if name in one)


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
