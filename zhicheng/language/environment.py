"""Templates in two languages: Chinese as written, and compiled once more with every sentence in English.

A Chinese page runs the very code it would run without this file. In English sentences are put in while a template is
compiled; what a Chinese label holds is looked up as it is shown. Data is never looked up: what comes from a row, from a
field's value or under a name in ``runs.DATA`` is shown as it is. Translations are plain text and escaped like any other.
"""

import re
from collections.abc import Callable
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.filters import do_join
from jinja2.utils import pass_eval_context
from markupsafe import escape

from zhicheng.language.catalogue import COUNTED, english
from zhicheng.language.chosen import in_chinese
from zhicheng.language.placeholder import taken_apart, tidy
from zhicheng.language.runs import Pieces, Walker, message
from zhicheng.language.say import Verbatim, heading, shown, verbatim

OURS = frozenset({"sentence", "title"})
"""What of a row the system says itself."""
_MANY = re.compile(rf"( {COUNTED})s\b")


@pass_eval_context
def join(context: Any, value: Any, d: str = "", attribute: str | int | None = None) -> str:
    """Jinja's own, over labels in English, with their comma."""
    between = {"、": ", ", "；": "; "}.get(d, d)
    if attribute is not None:
        from_each = context.environment.getattr if isinstance(attribute, str) else context.environment.getitem
        value = [from_each(one, attribute) for one in value]
    return do_join(context, [shown(one) for one in value], between)


class EnglishEnvironment(Environment):
    """Compiles what the other one compiles, in English."""

    def compile(self, source: Any, name: str | None = None, filename: str | None = None, **more: Any) -> Any:  # type: ignore[override]
        """Parse, put the English in, compile."""
        tree = self.parse(source, name, filename) if isinstance(source, str) else source
        Walker(_sentence, _constant, _filter("english"), _filter("verbatim")).walk(tree)
        return super().compile(tree, name, filename, **more)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a row holds as text is data, but for sentences of ours; the title of a screen is a heading."""
        value = super().getattr(obj, attribute)
        if attribute == "title" and type(value) is str and hasattr(obj, "endpoint"):
            return heading(value)
        if type(value) is str and attribute not in OURS and hasattr(obj, "_sa_instance_state"):
            return Verbatim(value)
        return value


class TwoLanguages(Environment):
    """Flask's environment; pages of a request in English come from its English twin."""

    english: EnglishEnvironment | None = None

    def get_or_select_template(self, given: Any, parent: str | None = None, more: Any = None) -> Template:
        """The template in the language of this request."""
        if in_chinese():
            return super().get_or_select_template(given, parent, more)
        if self.english is None:
            self.english = self._twin()
        return self.english.get_or_select_template(given, parent, more)

    def _twin(self) -> EnglishEnvironment:
        made = EnglishEnvironment.__new__(EnglishEnvironment)
        made.__dict__.update(self.overlay(finalize=shown).__dict__)
        made.filters = {**self.filters, "english": shown, "verbatim": verbatim, "join": join}
        return made


def _sentence(pieces: Pieces) -> Pieces:
    """The English of a sentence, its values where it wants them; blanks around it stay."""
    source, values = message(pieces)
    target = english().get(source)
    if target is None:
        return list(pieces)
    first, last = pieces[0], pieces[-1]
    before = " " if isinstance(first, str) and first[:1].isspace() else ""
    after = " " if isinstance(last, str) and last[-1:].isspace() else ""
    said = _counted(taken_apart(target, values))
    words = [before, *(str(escape(one)) if isinstance(one, str) else one for one in said), after]
    return [one for one in words if one != ""]


def _counted(said: Pieces) -> Pieces:
    """The s of ``{total} submissions`` depends on the value before it."""
    made: Pieces = []
    for piece in said:
        last = made[-1] if made else ""
        if isinstance(piece, str) and isinstance(last, nodes.Expr) and (read := _MANY.match(piece)):
            one = nodes.Compare(
                nodes.Filter(last, "string", [], [], None, None), [nodes.Operand("eq", nodes.Const("1"))]
            )
            made += [read[1], nodes.CondExpr(one, nodes.Const(""), nodes.Const("s")), piece[read.end() :]]
        else:
            made.append(piece)
    return made


def _constant(text: str) -> str:
    target = english().get(tidy(text))
    return (
        text
        if target is None
        else text[: len(text) - len(text.lstrip())] + target + text[len(text.rstrip()) :]
    )


def _filter(name: str) -> Callable[[nodes.Expr], nodes.Expr]:
    return lambda node: nodes.Filter(node, name, [], [], None, None)
