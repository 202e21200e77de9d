"""The notice as a PDF, not yet signed: PDF/A-3a and PDF/UA-1, only our own fonts, the same bytes every time."""

import msgspec

from zhicheng.certificate.notice_text import NoticeText
from zhicheng.certificate.ornament import seal_svg
from zhicheng.certificate.render import LAYOUT
from zhicheng.letter.render import refuse_unprintable
from zhicheng.letter.typeset import typeset

PAPER = "任职资格文件"
WIDTHS = {
    "序号": 5,
    "受理号": 9,
    "姓名": 12,
    "工作单位": 22,
    "系列": 9,
    "专业": 13,
    "资格名称": 11,
    "级别": 7,
    "取得方式": 10,
    "取得时间": 10,
    "更正事项": 9,
    "原记载": 20,
    "更正为": 20,
    "理由": 20,
}
"""How wide the columns are beside each other; a column of another name is as wide as a specialty."""


def render_notice(text: NoticeText, record: bytes) -> bytes:
    """The notice with its list; ``record`` is the list for machines and lies in the file. ``bad_input`` for a character
    that cannot be printed."""
    refuse_unprintable(text.everything(), PAPER)
    seal = "样章" if text.sample else "公章"
    values = msgspec.to_builtins(text) | {
        "seal_words": f"印章：{text.body}（{seal}）",
        "widths": [WIDTHS.get(head, 13) for head in text.heads],
    }
    inputs = {
        "notice": msgspec.json.encode(values).decode(),
        "record": record.decode(),
        "seal": seal_svg(text.body, sample=text.sample),
    }
    return typeset(LAYOUT / "notice.typ", inputs, paper=PAPER, day=text.day, standard="a-3a")
