"""PDFium, one caller at a time: the library keeps global state, and threads that meet in it crash the process."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2  # type: ignore[import-untyped]

from zhicheng.kernel.refusal import Refusal, RefusalCode

_LOCK = threading.Lock()


@contextmanager
def opened_pdf(content: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """The document, closed again at the end; ``bad_file`` when PDFium cannot open or show it."""
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(content)
            try:
                yield document
            finally:
                document.close()
        except (pypdfium2.PdfiumError, ValueError) as broken:
            raise Refusal(
                RefusalCode.BAD_FILE,
                "应上传能正常打开的 PDF 文件；收到的文件无法显示；请用“打印为 PDF”重新生成后上传。",
            ) from broken


def page_count(content: bytes) -> int:
    """How many pages PDFium sees."""
    with opened_pdf(content) as document:
        return len(document)
