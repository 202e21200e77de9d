"""Gate two for PDFs: opened by qpdf, every object looked at; nothing that acts, hides files or explodes passes."""

from collections.abc import Iterator
from io import BytesIO

import msgspec
import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream, String

from zhicheng.intake.pdfium import page_count
from zhicheng.kernel.refusal import Refusal, RefusalCode

MAX_PAGES = 200
MAX_OBJECTS = 100_000
MAX_DEPTH = 64
MAX_INFLATED = 64 << 20
MAX_IMAGE_PIXELS = 150_000_000
# The facts that our own certificates carry; an earlier certificate of ours is a lawful attachment.
OWN_FACTS_SCHEMA = "zhicheng.certificate/1"

SCRIPT, ACTION, FILES, MEDIA, FORM = (
    "脚本",
    "自动执行的动作",
    "嵌入的文件",
    "音视频或三维内容",
    "XFA 动态表单",
)
ACTIONS = {
    **dict.fromkeys(("/JavaScript",), SCRIPT),
    **dict.fromkeys(("/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"), ACTION),
    **dict.fromkeys(("/Rendition", "/Movie", "/Sound", "/RichMediaExecute", "/GoTo3DView"), MEDIA),
}
SUBTYPES = {
    **dict.fromkeys(("/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"), MEDIA),
    "/FileAttachment": FILES,
}
TRIGGERS = {
    f"/{key}" for key in ("E", "X", "D", "U", "Fo", "Bl", "PO", "PC", "PV", "PI", "O", "C", "K", "F", "V")
}
TRIGGERS |= {"/WC", "/WS", "/DS", "/WP", "/DP"}
SCHEMES = ("http:", "https:", "mailto:", "tel:")

# qpdf's limits belong to the process, so they are set once, where hostile files come in.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MAX_INFLATED,
    dct_max_memory=MAX_INFLATED * 4,
    run_length_max_memory=MAX_INFLATED,
    png_max_memory=MAX_INFLATED,
    tiff_max_memory=MAX_INFLATED,
)


def inspect_pdf(content: bytes, *, max_pages: int = MAX_PAGES) -> int:
    """The number of pages; ``bad_file`` for a PDF that is broken, locked, too long or does anything."""
    if b"%%EOF" not in content[-2048:]:
        raise _bad_file("应上传完整的 PDF 文件；收到的文件缺少结尾，可能没有传完；请重新生成或重新上传。")
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise _locked()
            _refuse_dangers(pdf)
            pages = len(pdf.pages)
    except pikepdf.PasswordError as locked:
        raise _locked() from locked
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, MemoryError) as broken:
        raise _broken() from broken
    if pages == 0:
        raise _bad_file("PDF 文件至少应有一页；收到的文件没有任何页面；请重新生成后上传。")
    if pages > max_pages:
        raise _bad_file(
            f"PDF 文件不得超过 {max_pages} 页；收到的文件有 {pages} 页；请只保留所需材料后重新上传。"
        )
    if page_count(content) != pages:
        # Two readers that disagree would show the reviewer another document than the one that was checked.
        raise _broken()
    return pages


def _refuse_dangers(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > MAX_OBJECTS:
        raise _bad_file("PDF 文件结构应简单（扫描件即可）；收到的文件内部对象过多；请打印为 PDF 后重新上传。")
    for whole in pdf.objects:
        for item in _parts(whole):
            if isinstance(item, Stream):
                _refuse_bomb(item)
            if isinstance(item, Dictionary | Stream) and (found := _danger(item)):
                raise _bad_file(
                    f"PDF 文件应只含页面内容；收到的文件含有{found}；请用“打印为 PDF”重新生成，或扫描后上传。"
                )
    opening = pdf.Root.get("/OpenAction")
    if isinstance(opening, Dictionary) and opening.get("/S") != Name.GoTo:
        # A bare destination ("open at page 1, full width") is what every office program writes.
        raise _bad_file(f"PDF 文件应只含页面内容；收到的文件含有{ACTION}；请用“打印为 PDF”重新生成。")


def _parts(whole: Object) -> Iterator[Object]:
    """``whole`` and the direct objects in it; what is referred to comes round by itself."""
    stack: list[tuple[object, int]] = [(whole, 0)]
    while stack:
        item, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise _bad_file(
                "PDF 文件结构应简单（扫描件即可）；收到的文件内部嵌套过深；请打印为 PDF 后重新上传。"
            )
        if not isinstance(item, Array | Dictionary | Stream) or (depth and item.is_indirect):
            continue
        yield item
        children = list(item) if isinstance(item, Array) else [value for _, value in item.items()]
        stack += [(child, depth + 1) for child in children]


def _danger(item: Object) -> str | None:
    script = item.get("/JS")
    if isinstance(script, String | Stream) or "/JavaScript" in item:
        return SCRIPT
    action = str(item.get("/S", ""))
    if action in ACTIONS:
        return ACTIONS[action]
    if action == "/URI" and not str(item.get("/URI", "")).strip().lower().startswith(SCHEMES):
        return "指向本机或特殊协议的链接"
    triggers = item.get("/AA")
    if isinstance(triggers, Dictionary) and TRIGGERS & set(triggers.keys()):
        return ACTION
    if str(item.get("/Subtype", "")) in SUBTYPES:
        return SUBTYPES[str(item.Subtype)]
    if "/XFA" in item:
        return FORM
    if item.get("/Type") == Name.EmbeddedFile and not _own_facts(item):
        return FILES
    return None


def _own_facts(item: Object) -> bool:
    """Whether an embedded file is the record inside a certificate of ours: small, and that schema's JSON."""
    try:
        record = msgspec.json.decode(item.read_bytes() if isinstance(item, Stream) else b"")
    except (msgspec.DecodeError, UnicodeDecodeError, pikepdf.PdfError):
        return False
    return isinstance(record, dict) and record.get("schema") == OWN_FACTS_SCHEMA


def _refuse_bomb(stream: Stream) -> None:
    if stream.get("/Subtype") == Name.Image:
        exploding = int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MAX_IMAGE_PIXELS
    else:
        filters = stream.get("/Filter")
        chained = isinstance(filters, Array) and len(filters) > 1
        exploding = False
        # One deflate expands 1,032 times at most, so a short single stream need not be opened.
        if chained or len(stream.read_raw_bytes()) * 1032 > MAX_INFLATED:
            try:
                exploding = len(stream.read_bytes()) > MAX_INFLATED
            except pikepdf.PdfError:
                exploding = True
    if exploding:
        raise _bad_file("PDF 文件解开后不得过大；收到的文件解压后异常庞大；请重新扫描生成后上传。")


def _locked() -> Refusal:
    return _bad_file(
        "应上传未加密的 PDF 文件；收到的文件设有密码或权限保护；请取消保护，或用“打印为 PDF”另存后重新上传。"
    )


def _broken() -> Refusal:
    return _bad_file("应上传完整的 PDF 文件；收到的文件已损坏或不规范，无法可靠打开；请重新生成后上传。")


def _bad_file(sentence: str) -> Refusal:
    return Refusal(RefusalCode.BAD_FILE, sentence)
