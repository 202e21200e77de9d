"""From facts to an unsigned PDF: A4 landscape, PDF/A-3a and PDF/UA-1, only our own fonts, the same bytes every time."""

import base64
from pathlib import Path

import msgspec

from zhicheng.certificate.facts import CertificateFacts, refuse_unprintable
from zhicheng.certificate.ornament import frame_svg, ground_svg, qr_svg, seal_svg
from zhicheng.letter.text import in_words
from zhicheng.letter.typeset import typeset

LAYOUT = Path(__file__).parent / "layout"


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
    return typeset(
        LAYOUT / "certificate.typ",
        values,
        paper=f"证书 {facts.number} ",
        day=facts.issued_on,
        standard="a-3a",
    )


def must_be_printable(facts: CertificateFacts) -> None:
    """Print ``facts`` for nobody. Raises Refusal as ``render_certificate`` does, before anything was done about them."""
    render_certificate(msgspec.structs.replace(facts, sample=True))


def _printed(facts: CertificateFacts) -> dict[str, str | bool]:
    """What the layout prints, dates in words."""
    values = msgspec.structs.asdict(facts)
    printed = {key: value for key, value in values.items() if isinstance(value, str | bool)}
    seal = "样章" if facts.sample else "电子证书专用章"
    return printed | {
        "birth_month_words": f"{facts.birth_month.year}年{facts.birth_month.month}月",
        "acquired_on_words": in_words(facts.acquired_on),
        "issued_on_words": in_words(facts.issued_on),
        "seal_words": f"印章：{facts.issuing_body}（{seal}）",
    }


def _photo_svg(photo: bytes) -> str:
    """The photo wrapped so that it can be handed over as text; it goes into the PDF as the JPEG it is."""
    picture = f"data:image/jpeg;base64,{base64.b64encode(photo).decode()}"
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="295" height="413"><image width="295" height="413" xlink:href="{picture}"/></svg>'
    )
