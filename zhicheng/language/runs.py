"""Walk a parsed template in the order of its text and let every sentence, word and constant in it be said otherwise.

A sentence is a run of text between tags together with the expressions inside it, so that a translation may put
them in another order. What stands in an address, in a field's value or in a text area is left as it is.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from jinja2 import nodes

from zhicheng.language.placeholder import is_chinese, message_of

SPOKEN = frozenset(
    {"title", "placeholder", "aria-label", "alt", "data-key-help", "data-label", "label", "content"}
)
"""Attributes that people read."""
DATA = frozenset({"why", "before", "after", "old", "new", "opinion", "reason", "message", "sha256"})
"""Names under which templates hold what people or the law have written."""
ASKS = frozenset({"startswith", "endswith", "partition", "split", "get"})
"""Methods whose arguments are compared, not shown."""
TEXTS = frozenset({"clause", "notice", "annex"})
"""Names that hold the words of the notice itself."""
Pieces = list[str | nodes.Expr]
_STEP = re.compile(r'[<>"]')
_ATTRIBUTE = re.compile(r"([\w-]+)=$")
_TAG = re.compile(r"/?\w+")
_ENDS = re.compile(r"(^|[a-z0-9)])[.:;]$")


def name_of(node: nodes.Node) -> str:
    """A name for an expression: what it ends in."""
    if isinstance(node, nodes.Name):
        return str(node.name)
    if isinstance(node, nodes.Getattr):
        return str(node.attr)
    if isinstance(node, nodes.Call) and node.args and isinstance(node.node, nodes.Getattr | nodes.Name):
        return name_of(node.args[0])
    for part in ("node", "left", "expr1"):
        inner = getattr(node, part, None)
        if isinstance(inner, nodes.Node):
            return name_of(inner)
    return "value"


def is_data(node: nodes.Node) -> bool:
    """Whether an expression is what people or the law have written."""
    inner: nodes.Node | None = node
    while isinstance(inner, nodes.Getattr | nodes.Filter | nodes.Getitem | nodes.Call | nodes.Or):
        inner = inner.left if isinstance(inner, nodes.Or) else inner.node
    root = inner.name if isinstance(inner, nodes.Name) else ""
    return name_of(node) in DATA or root in TEXTS and not isinstance(node, nodes.Name)


def makes_markup(node: nodes.Node) -> bool:
    """Whether an expression brings elements of its own: ``icon(…)``, a macro, a block of another template."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name)


@dataclass
class Walker:
    """Where in the HTML the walk stands; ``rewrite`` answers a message, ``keep`` an expression that is data."""

    rewrite: Callable[[Pieces], Pieces]
    constant: Callable[[str], str]
    show: Callable[[nodes.Expr], nodes.Expr]
    keep: Callable[[nodes.Expr], nodes.Expr]
    mode: str = "text"
    attribute: str = ""
    typed: bool = False
    opening: bool = False

    def walk(self, node: nodes.Node) -> None:
        """Go through a statement and everything in it, changing it in place."""
        if isinstance(node, nodes.Output):
            node.nodes = self.output(node.nodes)
            return
        for name, value in node.iter_fields():
            if isinstance(value, list):
                setattr(node, name, [self.visited(each) for each in value])
            elif isinstance(value, nodes.Node):
                setattr(node, name, self.visited(value))

    def visited(self, node: Any) -> Any:
        """A statement gone through, or an expression renewed."""
        if isinstance(node, nodes.Stmt):
            self.walk(node)
            return node
        return self.renewed(node)

    def inside(self, node: nodes.Node) -> None:
        """Constants and joined words inside an expression; what is only compared stays."""
        if isinstance(node, nodes.Compare | nodes.Test):
            return
        if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr in ASKS:
            self.inside(node.node)
            return
        for name, value in node.iter_fields():
            if isinstance(node, nodes.Pair) and name == "key":
                continue
            if isinstance(value, list):
                setattr(node, name, [self.renewed(each) for each in value])
            elif isinstance(value, nodes.Node):
                setattr(node, name, self.renewed(value))

    def renewed(self, node: Any) -> Any:
        """``node``, or what takes its place."""
        if isinstance(node, nodes.Const) and isinstance(node.value, str) and is_chinese(node.value):
            return nodes.Const(self.constant(node.value), lineno=node.lineno)
        if isinstance(node, nodes.Concat):
            return self.concat(node)
        if isinstance(node, nodes.Node):
            self.inside(node)
        return node

    def concat(self, node: nodes.Concat) -> nodes.Expr:
        """``"a" ~ b ~ "c"`` is a sentence too."""
        pieces: Pieces = []
        for each in node.nodes:
            if isinstance(each, nodes.Const) and isinstance(each.value, str):
                pieces.append(each.value)
            else:
                pieces.append(self.renewed(each))
        if not any(isinstance(each, str) and is_chinese(each) for each in pieces):
            return node
        said = [
            nodes.Const(each) if isinstance(each, str) else self.show(each) for each in self.rewrite(pieces)
        ]
        return nodes.Concat(said, lineno=node.lineno)

    @property
    def spoken(self) -> bool:
        """Whether what stands here is read by people, and not typed, sent or followed."""
        return not self.typed and (self.mode == "text" or self.mode == "quoted" and self.attribute in SPOKEN)

    def output(self, given: list[nodes.Expr]) -> list[nodes.Expr]:
        """The nodes of one stretch of output, run by run."""
        made: list[nodes.Expr] = []
        run: Pieces = []

        def done() -> None:
            spoken = self.spoken
            for piece in self.sentence(run) if spoken else run:
                if isinstance(piece, str):
                    made.append(nodes.TemplateData(piece))
                else:
                    made.append(piece if spoken and not is_data(piece) else self.kept(piece))
            run.clear()

        for node in given:
            if not isinstance(node, nodes.TemplateData):
                renewed = self.renewed(node) if self.spoken else node
                if makes_markup(node):
                    done()
                    made.append(renewed)
                else:
                    run.append(renewed)
                continue
            for text, mark in self.steps(node.data):
                if text:
                    run.append(text)
                if mark:
                    done()
                    made.append(nodes.TemplateData(mark))
                    self.step(mark, text)
        done()
        if made and isinstance(made[-1], nodes.TemplateData) and _ENDS.search(made[-1].data):
            made[-1].data += " "  # another sentence may follow in a branch, where Chinese needs no blank
        return made

    def kept(self, node: nodes.Expr) -> nodes.Expr:
        """Data, also as what a filter gets and what it makes of it."""
        if isinstance(node, nodes.Filter) and isinstance(node.node, nodes.Expr):
            node.node = self.kept(node.node)
        return self.keep(node)

    def steps(self, data: str) -> Iterator[tuple[str, str]]:
        """Text, and the mark that ends it, if one does where the walk stands."""
        at = begun = 0
        while found := _STEP.search(data, at):
            at = found.end()
            mark = found.group()
            if mark in {"text": "<", "tag": '>"', "quoted": '"'}[self.mode]:
                yield data[begun : found.start()], mark
                begun = at
        yield data[begun:], ""

    def step(self, mark: str, before: str) -> None:
        """Into a tag, a quoted value, or out."""
        if mark == "<":
            self.mode, self.attribute, self.opening = "tag", "", True
            return
        if self.mode == "quoted":
            self.mode = "tag"
            return
        if self.opening and (tag := _TAG.match(before)):
            self.opening = False
            self.typed = tag.group() == "textarea"
        if mark == ">":
            self.mode = "text"
        else:
            found = _ATTRIBUTE.search(before)
            self.mode, self.attribute = "quoted", found[1] if found else ""

    def sentence(self, run: Pieces) -> Pieces:
        """A run, part by part between middle dots."""
        made: Pieces = []
        part: Pieces = []

        def done() -> None:
            chinese = any(isinstance(each, str) and is_chinese(each) for each in part)
            made.extend(self.rewrite(part) if chinese else part)
            part.clear()

        for piece in run:
            if isinstance(piece, str) and "·" in piece:
                first, *rest = piece.split("·")
                part.append(first)
                for each in rest:
                    done()
                    made.append("·")
                    part.append(each)
            else:
                part.append(piece)
        done()
        return made


def message(pieces: Pieces) -> tuple[str, dict[str, nodes.Expr]]:
    """The message id of a sentence in a template, and its expressions by name."""
    return message_of(pieces, name_of)
