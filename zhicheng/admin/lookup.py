"""Naming a row of another table in a form: at least two characters, at most twenty answers, only what one may see."""

from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify, request
from flask_admin import expose
from sqlalchemy import or_, select

from zhicheng.admin.filter import escaped
from zhicheng.admin.guard import Guarded
from zhicheng.admin.scope import Scope
from zhicheng.door import current_actor
from zhicheng.kernel.plain_text import writable
from zhicheng.kernel.refusal import Refusal, RefusalCode

FEWEST_CHARACTERS = 2
MOST_ANSWERS = 20


@dataclass(frozen=True)
class Lookup:
    """``key`` is the unique text column that people know; ``also`` is searched and shown beside it."""

    model: Any
    key: str
    scope: Scope
    also: str | None = None

    def suggest(self, session: Any, words: str) -> list[tuple[str, str]]:
        """``(key, label)`` of at most twenty rows that begin with the words; nothing for a single character."""
        words = words.strip()
        if len(words) < FEWEST_CHARACTERS or len(words) > 100 or not writable(words):
            return []
        columns = [getattr(self.model, name) for name in (self.key, self.also) if name]
        begins = or_(*(column.ilike(f"{escaped(words)}%", escape="\\") for column in columns))
        rows = session.scalars(
            self._seen().filter(begins).order_by(columns[0], self.model.id).limit(MOST_ANSWERS)
        )
        return [
            (self.key_of(row), " · ".join(str(getattr(row, column.key)) for column in columns))
            for row in rows
        ]

    def exact(self, session: Any, key: str) -> Any:
        """The one row with that key, or None: also when two rows have it, for then nobody knows which was meant."""
        rows = session.scalars(self._seen().filter(getattr(self.model, self.key) == key).limit(2)).all()
        return rows[0] if len(rows) == 1 else None

    def key_of(self, row: Any) -> str:
        """What a person types to name ``row``."""
        return str(getattr(row, self.key))

    def _seen(self) -> Any:
        return self.scope(select(self.model), current_actor())


class LookupAnswers(Guarded):
    """The endpoint behind the suggestions; open only where a screen allows ``lookup_view``."""

    lookups: dict[str, Lookup] = {}

    @expose("/lookup/")
    def lookup_view(self) -> Response:
        """``?field=…&words=…`` answers ``[{"key": …, "label": …}]``."""
        lookup = self.lookups.get(request.args.get("field", ""))
        if lookup is None:
            raise Refusal(RefusalCode.NOT_FOUND, "没有这一项可供查找。")
        found = lookup.suggest(self.session.session, request.args.get("words", ""))
        return jsonify([{"key": key, "label": label} for key, label in found])
