"""What a person sees on the page of a presented file, and what a record says that there should be seen."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import zxingcpp

from zhicheng.certificate.facts import ENTRIES, CertificateRecord
from zhicheng.intake.pdfium import opened_pdf
from zhicheng.kernel.refusal import Refusal
from zhicheng.letter.text import in_words

PAGE = {entry: label for entry, label in ENTRIES.items() if entry not in ("issuing_body", "photo")}
"""The entries of a record that stand behind their label on the page."""
SCAN = 150 / 72
QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def unsaid(record: CertificateRecord, text: str) -> tuple[str, ...]:
    """The labels of what ``text``, the words of a page from ``seen``, does not say as ``record`` does."""
    return tuple(label for label, words in _said(record) if plain(words) not in text)


def _said(record: CertificateRecord) -> Iterator[tuple[str, str]]:
    """What the page must say, label and value as they follow one another, with what to call it."""
    said: dict[str, Any] = msgspec.structs.asdict(record)
    year, _, month = record.birth_month.partition("-")
    said["birth_month"] = f"{year}年{int(month)}月" if month.isdigit() else record.birth_month
    said["acquired_on"] = in_words(record.acquired_on)
    for entry, label in PAGE.items():
        yield label, f"{label}{said[entry]}"
    yield "发证机关和制发日期", f"{record.issuing_body}{in_words(record.issued_on)}"


def seen(content: bytes) -> tuple[str, list[str]]:
    """What a person sees on the first page: its words without blanks, and the texts of its QR codes."""
    try:
        with opened_pdf(content) as document:
            page = document[0]
            words = page.get_textpage().get_text_range()
            picture = page.render(scale=SCAN, grayscale=True).to_pil().copy()
    except Refusal:
        return "", []
    codes = zxingcpp.read_barcodes(picture, formats=QR)
    return plain(words), [code.text for code in codes]


def plain(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", words))
