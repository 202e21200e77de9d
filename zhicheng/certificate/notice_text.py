"""The words of the notice that publishes a batch (任职资格文件, or the notice of an erratum): from the frozen lines only."""

from datetime import date

import msgspec
from sqlalchemy.orm import Session

from zhicheng.decision.check_list import lines_of, list_of, withheld_keys
from zhicheng.decision.corrected_lines import corrected
from zhicheng.decision.frozen_list import FrozenLine, FrozenList
from zhicheng.decision.list_line import ListLine
from zhicheng.intake.lifecycle import Status
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.text import in_words
from zhicheng.policy.year import PolicyYear
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import erratum_of

NOT_YET_NUMBERED, NOT_YET_DATED = "（文号待定）", "（公布日期待定）"


class NoticeText(msgspec.Struct, frozen=True, kw_only=True):
    """Everything printed; ``withheld`` are sentences about lines that are not published. ``day`` dates the file itself."""

    body: str
    number: str
    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    closing: str
    signature: tuple[str, ...]
    list_title: str
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    withheld: tuple[str, ...]
    digest: str
    day: date
    preview: bool
    sample: bool

    def everything(self) -> str:
        """All characters that will be printed."""
        words = [
            self.body,
            self.number,
            self.title,
            self.addressee,
            self.closing,
            self.list_title,
            self.caption,
        ]
        words += [*self.paragraphs, *self.signature, *self.heads, *self.withheld, self.digest]
        return "".join(words) + "".join(cell for row in self.rows for cell in row)


def notice_text(session: Session, year: PolicyYear, batch: Batch, *, sample: bool) -> NoticeText:
    """The notice of a frozen batch, a preview until it is published.

    Raises Refusal ``wrong_status`` for a batch that is not frozen, or was before lists were kept.
    """
    listed = list_of(session, batch)
    if listed is None:
        why = "还没有冻结" if batch.status is BatchStatus.OPEN else "冻结时系统尚未固定名单"
        raise Refusal(
            RefusalCode.WRONG_STATUS,
            f"批次 {batch.number} {why}，不能制作任职资格文件。文件只由冻结的名单产生。",
        )
    lines, held = lines_of(session, batch), _withheld(session, batch)
    shown = [line for line in lines if line.id not in held]
    erratum = erratum_of(session, batch)
    facts = _facts(year, batch, listed, len(shown))
    if erratum is None:
        words, table = year.wording["decision_notice"], year.wording["name_list"]
        rows = [table.rows(facts | _of_line(line.said)) for line in shown]
    else:
        words, table = year.wording["erratum_notice"], year.wording["erratum_list"]
        facts |= {
            "original": erratum.original.number,
            "original_notice": erratum.original.notice_number or "",
            "reason": erratum.reason,
        }
        rows = [table.rows(facts | correction) for correction in _corrections(session, batch, shown)]
    return NoticeText(
        body=year.certificate.issuing_body,
        number=str(facts["notice_number"]),
        title=words.say("title", facts),
        addressee=words.say("addressee", facts),
        paragraphs=(words.say("opening", facts), words.say("effect", facts)),
        closing=words.say("closing", facts),
        signature=tuple(words.say("signature", facts).splitlines()),
        list_title=table.say("title", facts),
        caption=table.say("caption", facts),
        heads=tuple(row.label for row in table.row),
        rows=tuple(tuple(value for _, value in row) for row in rows),
        withheld=tuple(
            words.say("withheld", facts | {"place": line.place}) for line in lines if line.id in held
        ),
        digest=words.say("digest", facts),
        day=beijing_day(batch.published_at or listed.frozen_at),
        preview=batch.status is not BatchStatus.PUBLISHED,
        sample=sample,
    )


def _facts(year: PolicyYear, batch: Batch, listed: FrozenList, count: int) -> dict[str, object]:
    return {
        "body": year.certificate.issuing_body,
        "office": batch.office.label,
        "cycle": batch.cycle,
        "batch": batch.number,
        "notice_number": batch.notice_number or NOT_YET_NUMBERED,
        "count": count,
        "size": listed.size,
        "root": listed.root,
        "published_on": in_words(beijing_day(batch.published_at)) if batch.published_at else NOT_YET_DATED,
        "basis": "、".join(year.basis),
    }


def _of_line(line: ListLine) -> dict[str, object]:
    return {
        "place": line.place,
        "number": line.submission,
        "name": line.name,
        "unit": line.employer,
        "series": line.series,
        "specialty": line.specialty,
        "title": line.title_name,
        "level": line.level,
        "route": line.route,
        "acquired_on": line.acquired_on.isoformat(),
    }


def _withheld(session: Session, batch: Batch) -> set[int]:
    """Keys of the lines that are not published; before publication those that would be kept back now."""
    if batch.status is BatchStatus.PUBLISHED:
        return withheld_keys(session, batch)
    if erratum_of(session, batch) is not None:
        return set()
    return {line.id for line in lines_of(session, batch) if line.submission.status is not Status.APPROVED}


def _corrections(session: Session, batch: Batch, shown: list[FrozenLine]) -> list[dict[str, object]]:
    """What each line of an erratum changes, and why."""
    named = {line.submission_id for line in shown}
    return [
        {
            "place": one.after.place,
            "number": one.after.submission,
            "name": one.before.name,
            "entry": "\n".join(entry for entry, _, _ in one.changes),
            "old": "\n".join(old for _, old, _ in one.changes),
            "new": "\n".join(new for _, _, new in one.changes),
            "reason": one.reason,
        }
        for one in corrected(session, batch)
        if one.submission.id in named
    ]
