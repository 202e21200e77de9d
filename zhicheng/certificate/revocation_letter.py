"""撤销决定: which certificate, why, from when, and how to object (clause 6.3)."""

from datetime import datetime

from zhicheng.certificate.certificate import Certificate
from zhicheng.intake.in_words import case_in_words
from zhicheng.kernel.clock import beijing_day
from zhicheng.letter.compose import compose
from zhicheng.letter.text import LetterText, in_words, minute_in_words, paragraphs
from zhicheng.policy.year import PolicyYear


def revocation_letter(
    year: PolicyYear, certificate: Certificate, reason: str, revoked_at: datetime
) -> LetterText:
    """The decision that revoking for this reason sends; nothing is stored. The title is the one that was conferred."""
    wording, decision = year.wording["revocation_decision"], certificate.decision
    facts = case_in_words(year, certificate.submission, revoked_at) | {
        "name": certificate.holder_name,
        "title": certificate.title_name,
        "series": decision.series.label,
        "specialty": decision.specialty,
        "level": decision.level.label,
        "certificate": certificate.number,
        "issued_on": in_words(certificate.issued_on),
        "revoked_at": minute_in_words(revoked_at),
        "reason": reason.strip(),
    }
    said = "\n".join(wording.say(part, facts) for part in ("reason", "effect", "objection", "closing"))
    return compose(
        wording,
        facts,
        sender=year.issuing_body,
        day=beijing_day(revoked_at),
        lines=paragraphs(wording.say("opening", facts)),
        pairs=wording.rows(facts),
        after=paragraphs(said),
    )
