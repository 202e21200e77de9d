"""From the year's wording and the facts of an act to the words of a letter."""

from collections.abc import Mapping, Sequence
from datetime import date

from zhicheng.letter.text import LetterText, Line
from zhicheng.policy.wording import Wording


def compose(
    wording: Wording,
    facts: Mapping[str, object],
    *,
    sender: str,
    day: date,
    lines: Sequence[Line],
    pairs: Sequence[tuple[str, str]] = (),
    heads: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
    after: Sequence[Line] = (),
) -> LetterText:
    """The letter; title, reference, addressee and signature are parts of every wording that is sent."""
    return LetterText(
        title=wording.say("title", facts),
        sender=sender,
        number=wording.say("reference", facts),
        addressee=wording.say("addressee", facts) if "addressee" in wording.part else "",
        lines=tuple(lines),
        pairs=tuple(pairs),
        heads=tuple(heads),
        rows=tuple(tuple(row) for row in rows),
        after=tuple(after),
        signature=tuple(wording.say("signature", facts).splitlines()),
        day=day,
    )
