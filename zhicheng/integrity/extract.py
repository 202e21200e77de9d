"""诚信查询证明: what a kept inquiry was answered; numbers only masked (clause 6.3)."""

from zhicheng.integrity.answered import Answered
from zhicheng.integrity.inquiry import Inquiry, Standing
from zhicheng.integrity.keep_inquiry import answers_of
from zhicheng.kernel.clock import beijing_day
from zhicheng.letter.compose import compose
from zhicheng.letter.text import LetterText, in_words, minute_in_words, paragraphs
from zhicheng.policy.wording import Wording
from zhicheng.policy.year import PolicyYear


def extract(year: PolicyYear, inquiry: Inquiry) -> LetterText:
    """The extract; the same inquiry gives the same words."""
    wording, answers = year.wording["integrity_extract"], answers_of(inquiry)
    facts: dict[str, object] = {
        "body": year.issuing_body,
        "asked_by": inquiry.actor_name,
        "asked_at": minute_in_words(inquiry.asked_at),
        "asked_on": in_words(inquiry.day),
        "reason": inquiry.reason,
        "count": inquiry.asked,
        "day": in_words(beijing_day(inquiry.asked_at)),
        "place": "",
        "who": "",
        "result": "",
        "until": "",
    }
    rows = [
        [value for _, value in wording.rows(facts | line_in_words(wording, facts, place, one))]
        for place, one in enumerate(answers, start=1)
    ]
    return compose(
        wording,
        facts,
        sender=year.issuing_body,
        day=beijing_day(inquiry.asked_at),
        lines=paragraphs(wording.say("opening", facts)),
        heads=[row.label for row in wording.row],
        rows=rows,
        after=paragraphs(wording.say("use", facts) + "\n" + wording.say("closing", facts)),
    )


def line_in_words(wording: Wording, facts: dict[str, object], place: int, one: Answered) -> dict[str, object]:
    """One line of the table: who was asked for, and the answer."""
    named = f"{one.name}（{one.shown}）" if one.name and one.shown != one.name else one.shown
    until = in_words(one.until) if one.until else ""
    if one.standing is Standing.BARRED:
        said = wording.say("barred", facts | {"until": until})
    elif one.standing is Standing.CHOOSE:
        said = wording.say("name_only", facts)
    elif one.standing is Standing.NOBODY:
        said = one.standing.label
    else:
        said = wording.say("free", facts)
    return {"place": place, "who": named, "result": said, "until": until}
