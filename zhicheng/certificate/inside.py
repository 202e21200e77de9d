"""What lies inside a presented file, whatever its page shows: record, photos, and what has no business to be there."""

from io import BytesIO
from typing import Any

import msgspec
import pikepdf

from zhicheng.certificate.facts import FACTS_FILE, FACTS_SCHEMA, CertificateRecord, photo_digest
from zhicheng.certificate.fault import Fault
from zhicheng.intake.inspect_file import ContentType, inspect_file
from zhicheng.intake.pdfium import opened_pdf
from zhicheng.kernel.refusal import Refusal

# What a damaged file can make the reader of its objects raise.
UNREADABLE = (
    pikepdf.PdfError, pikepdf.PasswordError, msgspec.DecodeError, UnicodeDecodeError, RuntimeError, ValueError, TypeError,
    KeyError, AttributeError,
)  # fmt: skip


def record_in(content: bytes) -> CertificateRecord | None:
    """What a file says it certifies, believed without looking; None for what is no certificate of ours."""
    return inside(content)[0]


def opens(content: bytes) -> bool:
    """Whether two readers open the file and agree on how many pages it has."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf, opened_pdf(content) as document:
            return not pdf.is_encrypted and len(pdf.pages) == len(document) > 0
    except (Refusal, *UNREADABLE):
        return False


def acts(content: bytes) -> bool:
    """Whether the gate for attachments would refuse the file: it does something, or carries something along."""
    try:
        return inspect_file(content).content_type is not ContentType.PDF
    except Refusal:
        return True


def inside(content: bytes) -> tuple[CertificateRecord | None, list[str], list[Fault]]:
    """The record embedded in the file, the digests of the photos in it, and what has no business to be there."""
    record, photos, faults = None, list[str](), list[Fault]()
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if list(pdf.attachments) == [FACTS_FILE]:
                embedded = pdf.attachments[FACTS_FILE].get_file().read_bytes()
                record = msgspec.json.decode(embedded, type=CertificateRecord)
                if record.schema != FACTS_SCHEMA:
                    record = None
            pictures: list[Any] = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
            photos = [
                photo_digest(item.read_raw_bytes())
                for item in pictures
                if item.get("/Subtype") == pikepdf.Name.Image
                and item.get("/Filter") == pikepdf.Name.DCTDecode
            ]
            faults = [fault for fault, is_so in _oddities(pdf, record).items() if is_so]
    except UNREADABLE:
        return None, [], []
    return record, photos, faults


def _oddities(pdf: pikepdf.Pdf, record: CertificateRecord | None) -> dict[Fault, bool]:
    """What no certificate has: a second page, something laid over the page, properties of another certificate."""
    notes: list[Any] = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
    fields: list[Any] = list(pdf.Root.get("/AcroForm", pikepdf.Dictionary()).get("/Fields", []))
    laid_over = "/OCProperties" in pdf.Root or any(
        item.get("/FT") != pikepdf.Name.Sig or any(float(side) for side in item.get("/Rect", [1]))
        for item in (*notes, *fields)
    )
    properties = False
    if record is not None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            named = {f"职称证书 {record.number}"}
            properties = (
                {str(pdf.docinfo.get("/Title")), metadata.get("dc:title")} != named
                or str(pdf.docinfo.get("/Author")) != record.issuing_body
                or str(pdf.docinfo.get("/Subject")) != f"{record.name} {record.title_name}"
            )
    return {
        Fault.PAGES_DIFFER: len(pdf.pages) != 1,
        Fault.LAID_OVER: laid_over,
        Fault.PROPERTIES_DIFFER: properties,
    }
