"""From facts to an unsigned PDF: A4 landscape, PDF/A-3a and PDF/UA-1, only our own fonts, the same bytes every time."""

import base64
import threading
from datetime import datetime, time
from functools import cache
from pathlib import Path

import msgspec
import typst

from zhicheng.certificate.facts import CertificateFacts, day_in_words, refuse_unprintable
from zhicheng.certificate.ornament import frame_svg, ground_svg, qr_svg, seal_svg
from zhicheng.kernel.clock import BEIJING
from zhicheng.kernel.font import font_files, missing_glyphs
from zhicheng.kernel.refusal import Refusal, RefusalCode

__all__ = ["missing_glyphs", "render_certificate"]

LAYOUT = Path(__file__).parent / "layout"
_LOCK = threading.Lock()


def render_certificate(facts: CertificateFacts) -> bytes:
    """The certificate as a PDF, not yet signed. ``bad_input`` when a character or the QR code cannot be printed."""
    refuse_unprintable(facts)
    values = {
        "facts": msgspec.json.encode(_printed(facts)).decode(),
        "record": facts.record().decode(),
        "photo": _photo_svg(facts.photo),
        "qr": qr_svg(facts.qr_text),
        "seal": seal_svg(facts.issuing_body, sample=facts.sample),
        "frame": frame_svg(),
        "ground": ground_svg(),
    }
    # The moment in the file is the day of issue, not the moment of rendering, so that the bytes can be made again.
    made_at = int(datetime.combine(facts.issued_on, time(), BEIJING).timestamp())
    try:
        with _LOCK:
            made, warnings = _compiler().compile_with_warnings(
                format="pdf", sys_inputs=values, pdf_standards=["a-3a", "ua-1"], timestamp=made_at
            )
    except typst.TypstError as error:
        raise Refusal(
            RefusalCode.BAD_INPUT,
            f"证书应能按版式排出；{facts.number} 排版时出错；请核对证书记载事项，无误的请联系系统管理员。",
            reason=error.message,
        ) from error
    if warnings or not isinstance(made, bytes):
        # A font that typst does not find is only a warning to it, and the page comes out without words.
        raise Refusal(
            RefusalCode.BAD_FILE,
            f"证书应按版式完整排出；{facts.number} 排版时有缺项；请系统管理员检查字体与版式文件后重新制证。",
            reason="; ".join(warning.message for warning in warnings),
        )
    return made


def must_be_printable(facts: CertificateFacts) -> None:
    """Print ``facts`` for nobody. Raises Refusal as ``render_certificate`` does, before anything was done about them."""
    render_certificate(msgspec.structs.replace(facts, sample=True))


@cache
def _compiler() -> typst.Compiler:
    """One for the process: the fonts are read once. It sees no file but the layout and no font but ours."""
    folders = list({file.parent for file in font_files()})
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    return typst.Compiler(input=LAYOUT / "certificate.typ", root=LAYOUT, font_paths=fonts)


def _printed(facts: CertificateFacts) -> dict[str, str | bool]:
    """What the layout prints, dates in words."""
    values = msgspec.structs.asdict(facts)
    printed = {key: value for key, value in values.items() if isinstance(value, str | bool)}
    seal = "样章" if facts.sample else "电子证书专用章"
    return printed | {
        "birth_month_words": f"{facts.birth_month.year}年{facts.birth_month.month}月",
        "acquired_on_words": day_in_words(facts.acquired_on),
        "issued_on_words": day_in_words(facts.issued_on),
        "seal_words": f"印章：{facts.issuing_body}（{seal}）",
    }


def _photo_svg(photo: bytes) -> str:
    """The photo wrapped so that it can be handed over as text; it goes into the PDF as the JPEG it is."""
    picture = f"data:image/jpeg;base64,{base64.b64encode(photo).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="295" height="413"><image width="295" height="413" xlink:href="{picture}"/></svg>'
    )
