"""The notice as a PDF, not yet signed: PDF/A-3a and PDF/UA-1, only our own fonts, the same bytes every time."""

import threading
from datetime import datetime, time
from functools import cache

import msgspec
import typst

from zhicheng.certificate.notice_text import NoticeText
from zhicheng.certificate.ornament import seal_svg
from zhicheng.certificate.render import LAYOUT
from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.font import font_files
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.letter.render import refuse_unprintable

_LOCK = threading.Lock()
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
    refuse_unprintable(text.everything(), "任职资格文件")
    seal = "样章" if text.sample else "公章"
    values = msgspec.to_builtins(text) | {
        "seal_words": f"印章：{text.body}（{seal}）",
        "widths": [WIDTHS.get(head, 13) for head in text.heads],
    }
    made_at = int(datetime.combine(text.day, time(), BEIJING).timestamp())
    try:
        with _LOCK:
            made, warnings = _compiler().compile_with_warnings(
                format="pdf",
                sys_inputs={
                    "notice": msgspec.json.encode(values).decode(),
                    "record": record.decode(),
                    "seal": seal_svg(text.body, sample=text.sample),
                },
                pdf_standards=["a-3a", "ua-1"],
                timestamp=made_at,
            )
    except typst.TypstError as error:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            "任职资格文件应能按版式排出，排版时出错。请核对名单中的文字，无误的请联系系统管理员。",
            reason=error.message,
        ) from error
    if warnings or not isinstance(made, bytes):
        raise Refusal(
            RefusalCode.BAD_FILE,
            "任职资格文件应按版式完整排出，排版时有缺项。请系统管理员检查字体与版式文件。",
            reason="; ".join(warning.message for warning in warnings),
        )
    return made


@cache
def _compiler() -> typst.Compiler:
    """One for the process: the fonts are read once. It sees no file but the layout and no font but ours."""
    folders = list({file.parent for file in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(input=LAYOUT / "notice.typ", root=LAYOUT, font_paths=fonts)
