"""Clause 4.5: the length of the work summary, counted three ways (domain.md 5.4; P-22)."""

import re
import unicodedata

from zhicheng.checks.dossier import Dossier
from zhicheng.checks.finding import Finding
from zhicheng.policy.vocabulary import Outcome
from zhicheng.policy.year import PolicyYear

_UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_RUN = re.compile(
    r"[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0300-\u036f\u1e00-\u1eff]{2,}"
)
_IDEOGRAPHS = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

# Whole rows of 256 code points, by the upper byte of UTF-16: telling them apart is thirty times faster than a pattern.
_ROWS_OF_IDEOGRAPHS = bytes([*range(0x34, 0x4D), *range(0x4E, 0xA0), 0xF9, 0xFA])
_ROWS_OF_LATIN = (0x00, 0x01, 0x02, 0x03, 0x1E)
_ROWS_TO_LOOK_INTO = (0x4D, *range(0xD8, 0xDC))


def count(text: str) -> tuple[int, int, int]:
    """(a) as a word processor counts, (b) ideographs only, (c) all code points but white space; after NFC.

    For (a) every ideograph and every punctuation mark is 1, each run of Latin letters or digits is 1, white space 0.
    Full-width letters and digits are East Asian characters to a word processor: 1 each.
    """
    text = unicodedata.normalize("NFC", text)
    for sign in _UNSEEN:
        text = text.replace(sign, "")
    words = text.split()
    normal, joined = " ".join(words), "".join(words)
    rows = joined.encode("utf-16-be", "surrogatepass")[::2]
    if any(row in rows for row in _ROWS_TO_LOOK_INTO):
        ideographs = sum(map(len, _IDEOGRAPHS.findall(joined)))
    else:
        ideographs = len(rows) - len(rows.translate(None, _ROWS_OF_IDEOGRAPHS)) + joined.count("\u3007")
    latin = any(row in rows for row in _ROWS_OF_LATIN)
    spared = sum(len(run) - 1 for run in _RUN.findall(normal)) if latin else 0
    return len(joined) - spared, ideographs, len(joined)


def judge_summary(dossier: Dossier, year: PolicyYear) -> list[Finding]:
    """Both bounds included. Outside them: returnable. The other two counts outside: a notice, or P-22."""
    rule = year.summary
    required = f"要求：工作小结{rule.shortest}至{rule.longest}字。"
    if dossier.work_summary is None or not dossier.work_summary.strip():
        message = f"{required}现有：没有工作小结。请补充。"
        return [Finding(rule.clause, "summary_length", Outcome.RETURNABLE, message)]
    length, ideographs, characters = count(dossier.work_summary)
    facts: dict[str, object] = {"length": length, "ideographs": ideographs, "characters": characters}
    if not rule.shortest <= length <= rule.longest:
        change = f"增加{rule.shortest - length}" if length < rule.shortest else f"删减{length - rule.longest}"
        message = f"{required}现有：{length}字。请至少{change}字。"
        return [Finding(rule.clause, "summary_length", Outcome.RETURNABLE, message, facts)]
    findings = [
        Finding(rule.clause, "summary_length", Outcome.ELIGIBLE, f"{required}现有：{length}字，符合。", facts)
    ]
    others = [
        f"{name}{number}字"
        for name, number in (("只计汉字", ideographs), ("计全部非空白字符", characters))
        if not rule.shortest <= number <= rule.longest
    ]
    if others:
        answer = year.parameter.other_counts.value
        outcome = Outcome.NOTICE if answer == "notice" else Outcome.NEEDS_REVIEW
        advice = "仅作提示。" if outcome is Outcome.NOTICE else "请经办人员核定。"
        message = f"工作小结按其他口径统计：{'，'.join(others)}，超出{rule.shortest}至{rule.longest}字的范围。{advice}"
        findings.append(
            Finding(rule.clause, "summary_other_counts", outcome, message, facts, {"P-22": answer})
        )
    return findings
