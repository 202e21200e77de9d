"""A catalogue of forged files: what each is called, how it is made, and the reasons for which it must be caught.

Every maker gets the ``Scene`` (a genuine certificate, the office's keys and a forger's) and gives a file. Unless its
name says otherwise the forger has no key of the office; where the office's own signature stands under a forgery, the
point is that the other marks alone must catch it.
"""

import base64
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from PIL import Image
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    StreamObject,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from tests.certificate.sample_facts import facts, photo, signed_certificate, with_token
from zhicheng.certificate.fault import Fault
from zhicheng.certificate.keys import Keys, open_keys
from zhicheng.certificate.render import render_certificate
from zhicheng.certificate.sign import PadesSigner
from zhicheng.decision.line_proof import LineProof
from zhicheng.decision.list_line import Effect, ListLine, canonical, leaf_of
from zhicheng.kernel.merkle import Tree, root_of

F = Fault
WHITE_BOX = b"q 1 1 1 rg 150 380 300 60 re f Q"


@dataclass(frozen=True)
class Scene:
    """What there is to forge from."""

    genuine: bytes
    keys: Keys
    key_folder: Path
    forger: Keys
    at: datetime
    place: Path


@dataclass(frozen=True)
class Forgery:
    """One way to forge, and what must be said of it."""

    make: Callable[[Scene], bytes]
    faults: frozenset[Fault]


CATALOGUE: dict[str, Forgery] = {}


def forgery(name: str, *faults: Fault) -> Callable[[Callable[[Scene], bytes]], Callable[[Scene], bytes]]:
    """Enter a maker into the catalogue."""

    def enter(make: Callable[[Scene], bytes]) -> Callable[[Scene], bytes]:
        CATALOGUE[name] = Forgery(make, frozenset(faults))
        return make

    return enter


def rewritten(content: bytes, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """The file taken apart and put together again, as an editor of PDFs does."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        change(pdf)
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


def appended(content: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """The file with an update behind it, its first bytes untouched."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    change(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def signed(pdf: bytes, keys: Keys, at: datetime) -> bytes:
    """``pdf`` signed as the office signs, by whoever has ``keys``."""
    return PadesSigner(keys).sign_pdf(pdf, at=at)


def loosely_signed(content: bytes, keys: Keys, field: str) -> bytes:
    """Signed without locking the file, so that others may sign too."""
    metadata = PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    signer = PdfSigner(metadata, signer=PadesSigner(keys)._signer.signer)
    done: bytes = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()
    return done


# --- the record that is attached ------------------------------------------------------------------------------------


def _edited_record(**changes: Any) -> Callable[[Scene], bytes]:
    def change(pdf: pikepdf.Pdf) -> None:
        embedded = pdf.attachments["certificate.json"].get_file().obj
        embedded.write(msgspec.json.encode(msgspec.json.decode(embedded.read_bytes()) | changes))

    return lambda scene: rewritten(scene.genuine, change)


for entry, value in {
    "name": "古丽娜·吐尔洪",
    "sex": "男",
    "birth_month": "1919-05",
    "id_number": "650199190905010034",
    "series": "卫生技术",
    "specialty": "内科",
    "title_name": "正高级工程师",
    "level": "正高级",
    "route": "初次确定",
    "acquired_on": "2015-06-30",
    "notice_number": "乌人社职〔2025〕99号",
    "issuing_body": "某某局",
    "issued_on": "2015-07-01",
    "verification_address": "https://evil.example/verify",
}.items():
    forgery(f"{entry} edited in the attached record", F.ALTERED, F.RECORD_DIFFERS)(
        _edited_record(**{entry: value})
    )
forgery("renumbered with a slip", F.ALTERED, F.NUMBER_MISTYPED)(_edited_record(number="6501202533001231"))
forgery("digits of the number swapped", F.ALTERED, F.NUMBER_MISTYPED)(
    _edited_record(number="6501202533010239")
)
forgery("renumbered, check character right", F.ALTERED, F.CODE_OF_OTHER_NUMBER)(
    _edited_record(number="6501202533001247")
)
forgery("photo digest edited in the attached record", F.ALTERED, F.PHOTO_DIFFERS, F.CODE_OF_OTHER_PHOTO)(
    _edited_record(photo="0" * 64)
)
forgery("code edited in the attached record", F.ALTERED, F.CODE_DIFFERS)(
    _edited_record(qr_text="HTTPS://EVIL.EXAMPLE/X")
)
forgery("record of another schema", F.ALTERED, F.NO_RECORD, F.ACTIVE)(_edited_record(schema="other/1"))
forgery("entry added to the attached record", F.ALTERED, F.NO_RECORD)(_edited_record(rank="院士"))


@forgery("attached record dropped", F.ALTERED, F.NO_RECORD)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["certificate.json"]

    return rewritten(scene.genuine, change)


@forgery("second record attached", F.ALTERED, F.NO_RECORD)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["other.json"] = b'{"schema":"zhicheng.certificate/1"}'

    return rewritten(scene.genuine, change)


@forgery("program attached", F.ALTERED, F.ACTIVE, F.NO_RECORD)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.attachments["viewer.exe"] = b"MZ\x90"

    return rewritten(scene.genuine, change)


# --- the page ---------------------------------------------------------------------------------------------------------


def _reset_page(**changes: Any) -> Callable[[Scene], bytes]:
    """The page set anew with other facts under the old record and code, signed by the forger."""

    def make(scene: Scene) -> bytes:
        said = with_token(facts(), scene.keys)
        page = render_certificate(msgspec.structs.replace(said, **changes))

        def change(pdf: pikepdf.Pdf) -> None:
            pdf.attachments["certificate.json"].get_file().obj.write(said.record())

        return signed(rewritten(page, change), scene.forger, scene.at)

    return make


for entry, changed in {
    "name": "李四", "sex": "男", "birth_month": date(1908, 5, 1), "title_name": "高级工程师", "level": "副高级",
    "acquired_on": date(2020, 6, 30), "issued_on": date(2020, 7, 1), "specialty": "土木工程",
}.items():  # fmt: skip
    forgery(f"{entry} set anew on the page", F.UNTRUSTED, F.RECORD_DIFFERS)(_reset_page(**{entry: changed}))
forgery("page of a sample passed off as a real one", F.UNSIGNED)(
    lambda scene: render_certificate(with_token(facts(sample=False), scene.keys))
)


@forgery("photo swapped", F.ALTERED, F.PHOTO_DIFFERS)
def _(scene: Scene) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (295, 413), "maroon").save(stream, "JPEG")

    def change(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Stream) and item.get("/Filter") == pikepdf.Name.DCTDecode:
                item.write(stream.getvalue(), filter=pikepdf.Name.DCTDecode)

    return rewritten(scene.genuine, change)


@forgery("photo swapped on page and in record", F.UNTRUSTED, F.CODE_OF_OTHER_PHOTO)
def _(scene: Scene) -> bytes:
    said = msgspec.structs.replace(with_token(facts(), scene.keys), photo=photo((120, 10, 10)))
    return signed(render_certificate(said), scene.forger, scene.at)


@forgery("second photo laid beside", F.ALTERED, F.PHOTO_DIFFERS)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(pdf, photo((120, 10, 10)))
        picture.stream_dict = pikepdf.Dictionary(
            Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Filter=pikepdf.Name.DCTDecode,
            Width=295, Height=413, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
        )  # fmt: skip
        pdf.pages[0].add_resource(picture, pikepdf.Name.XObject, pikepdf.Name.Other)

    return rewritten(scene.genuine, change)


def _drawn(drawing: bytes) -> Callable[[Scene], bytes]:
    return lambda scene: rewritten(
        scene.genuine, lambda pdf: pdf.pages[0].contents_add(pikepdf.Stream(pdf, drawing))
    )


forgery("words painted over", F.ALTERED)(_drawn(WHITE_BOX))
forgery("code covered", F.ALTERED, F.CODE_MISSING)(_drawn(b"q 1 1 1 rg 600 0 300 250 re f Q"))


@forgery("page added", F.ALTERED, F.PAGES_DIFFER)
def _(scene: Scene) -> bytes:
    return rewritten(scene.genuine, lambda pdf: pdf.add_blank_page())


@forgery("page put in front", F.ALTERED, F.PAGES_DIFFER, F.RECORD_DIFFERS, F.CODE_MISSING)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page()
        pdf.pages.reverse()

    return rewritten(scene.genuine, change)


@forgery("page removed", F.NOT_A_PDF)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[0]

    return rewritten(scene.genuine, change)


@forgery("annotation laid over", F.ALTERED, F.LAID_OVER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FreeText,
            Rect=[150, 380, 450, 440],
            Contents="正高级工程师",
            DA="/Helv 12 Tf",
        )
        pdf.pages[0].Annots.append(pdf.make_indirect(note))

    return rewritten(scene.genuine, change)


@forgery("form field laid over", F.ALTERED, F.LAID_OVER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="李四",
                Rect=[150, 380, 450, 440],
            )
        )  # fmt: skip
        pdf.pages[0].Annots.append(field)
        pdf.Root.AcroForm.Fields.append(field)

    return rewritten(scene.genuine, change)


@forgery("layer that is printed but not shown", F.ALTERED, F.LAID_OVER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="name"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer]))

    return rewritten(scene.genuine, change)


# --- what the file does and says of itself ------------------------------------------------------------------------------


@forgery("script added", F.ALTERED, F.ACTIVE)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    return rewritten(scene.genuine, change)


@forgery("action on opening added", F.ALTERED, F.ACTIVE)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe")

    return rewritten(scene.genuine, change)


@forgery("title edited in the properties", F.ALTERED, F.PROPERTIES_DIFFER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Title"] = "职称证书 6501202533001247"

    return rewritten(scene.genuine, change)


@forgery("holder edited in the properties", F.ALTERED, F.PROPERTIES_DIFFER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Subject"] = "李四 工程师"

    return rewritten(scene.genuine, change)


@forgery("title edited in the archive metadata", F.ALTERED, F.PROPERTIES_DIFFER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = "职称证书 6501202533001247"

    return rewritten(scene.genuine, change)


@forgery("saved again by an editor", F.ALTERED)
def _(scene: Scene) -> bytes:
    return rewritten(scene.genuine, lambda _: None)


@forgery("locked with a pass word", F.NOT_A_PDF)
def _(scene: Scene) -> bytes:
    stream = io.BytesIO()
    with pikepdf.open(io.BytesIO(scene.genuine)) as pdf:
        pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user="x"))
    return stream.getvalue()


# --- updates behind the signature ---------------------------------------------------------------------------------------


@forgery("incremental update: object added", F.APPENDED)
def _(scene: Scene) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root["/Extra"] = writer.add_object(DictionaryObject())
        writer.update_root()

    return appended(scene.genuine, change)


@forgery("incremental update: page painted over", F.APPENDED, F.RECORD_DIFFERS)
def _(scene: Scene) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[NameObject("/Contents")] = writer.add_object(StreamObject(stream_data=WHITE_BOX))
        writer.update_container(page)

    return appended(scene.genuine, change)


@forgery("incremental update: annotation", F.APPENDED, F.LAID_OVER)
def _(scene: Scene) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        square = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Square"),
                NameObject("/Rect"): ArrayObject(FloatObject(side) for side in (150, 380, 450, 440)),
            }
        )
        page[NameObject("/Annots")] = ArrayObject([writer.add_object(square)])
        writer.update_container(page)

    return appended(scene.genuine, change)


@forgery("incremental update: properties", F.APPENDED, F.PROPERTIES_DIFFER)
def _(scene: Scene) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.document_meta.title = "职称证书 正高级"
        writer.update_root()

    return appended(scene.genuine, change)


@forgery("incremental update: catalogue swapped", F.APPENDED, F.NO_RECORD)
def _(scene: Scene) -> bytes:
    def change(writer: IncrementalPdfFileWriter) -> None:
        for key in ("/Names", "/AF"):
            if key in writer.root:
                del writer.root[key]
        writer.update_root()

    return appended(scene.genuine, change)


@forgery("shadow attack: hide", F.APPENDED, F.CODE_MISSING)
def _(scene: Scene) -> bytes:
    """An overlay is prepared before the signature is asked for; afterwards an update draws it over the page."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Prepared = pdf.make_indirect(pikepdf.Stream(pdf, b"q 1 1 1 rg 0 0 900 600 re f Q"))

    def reveal(writer: IncrementalPdfFileWriter) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        body = page.raw_get("/Contents")
        parts = list(body) if isinstance(body, ArrayObject) else [body]
        page[NameObject("/Contents")] = ArrayObject([*parts, writer.root.raw_get("/Prepared")])
        writer.update_container(page)

    return appended(_prepared(scene, prepare), reveal)


@forgery("shadow attack: replace", F.APPENDED, F.PHOTO_DIFFERS)
def _(scene: Scene) -> bytes:
    """An object that the page uses, here the photo, is overwritten by an update."""

    def replace(writer: IncrementalPdfFileWriter) -> None:
        with pikepdf.open(io.BytesIO(scene.genuine)) as pdf:
            (number,) = (
                item.objgen[0]
                for item in pdf.objects
                if isinstance(item, pikepdf.Stream) and item.get("/Filter") == pikepdf.Name.DCTDecode
            )
        picture = writer.prev.get_object(IndirectObject(number, 0, writer.prev))
        changed = StreamObject(dict_data=dict(picture), encoded_data=photo((120, 10, 10)))
        writer.objects[(0, number)] = changed

    return appended(scene.genuine, replace)


@forgery("shadow attack: hide and replace", F.APPENDED, F.RECORD_DIFFERS, F.CODE_MISSING)
def _(scene: Scene) -> bytes:
    """A second page lies unused in the file that is signed; an update puts it in the place of the first."""

    def prepare(pdf: pikepdf.Pdf) -> None:
        pdf.add_blank_page(page_size=(842, 595))
        pdf.Root.Prepared = pdf.pages[1].obj
        del pdf.pages[1]

    def reveal(writer: IncrementalPdfFileWriter) -> None:
        pages = writer.root["/Pages"]
        hidden = writer.root["/Prepared"]
        hidden[NameObject("/Parent")] = writer.root.raw_get("/Pages")
        writer.update_container(hidden)
        pages[NameObject("/Kids")] = ArrayObject([writer.root.raw_get("/Prepared")])
        writer.update_container(pages)

    return appended(_prepared(scene, prepare), reveal)


def _prepared(scene: Scene, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """A file that the office was brought to sign, with something lying in wait."""
    return signed(
        rewritten(render_certificate(with_token(facts(), scene.keys)), change), scene.keys, scene.at
    )


forgery("end mark added", F.APPENDED)(lambda scene: scene.genuine + b"\n%%EOF\n")
forgery("comment added", F.APPENDED)(lambda scene: scene.genuine + b"% valid until 2099\n%%EOF\n")
forgery("blank lines added", F.APPENDED)(lambda scene: scene.genuine + b"\n" * 9)
forgery("another certificate put behind", F.SEVERAL_SIGNATURES, F.ALTERED)(
    lambda scene: scene.genuine + signed_certificate(scene.forger, scene.at, name="李四")
)
forgery("put in front of a genuine one", F.UNTRUSTED)(
    lambda scene: signed_certificate(scene.forger, scene.at, name="李四") + scene.genuine
)
forgery("cut in half", F.NOT_A_PDF)(lambda scene: scene.genuine[: len(scene.genuine) // 2])
forgery("last byte cut", F.ALTERED)(lambda scene: scene.genuine[:-1])


# --- the signature ------------------------------------------------------------------------------------------------------


@forgery("signature stripped", F.UNSIGNED)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.AcroForm
        del pdf.Root.Perms
        del pdf.pages[0].Annots

    return rewritten(scene.genuine, change)


def _gap(content: bytes) -> tuple[int, int]:
    start = content.rindex(b"/Contents <") + len(b"/Contents <")
    return start, content.index(b">", start)


@forgery("old signature on a new body", F.ALTERED)
def _(scene: Scene) -> bytes:
    other = signed_certificate(scene.keys, scene.at, name="李四")
    (start, end), (first, last) = _gap(scene.genuine), _gap(other)
    return other[:first] + scene.genuine[start:end] + other[last:]


@forgery("signature emptied", F.ALTERED)
def _(scene: Scene) -> bytes:
    start, end = _gap(scene.genuine)
    return scene.genuine[:start] + b"0" * (end - start) + scene.genuine[end:]


@forgery("words hidden in the padding of the signature", F.ALTERED)
def _(scene: Scene) -> bytes:
    _, end = _gap(scene.genuine)
    return scene.genuine[: end - 40] + b"DEADBEEF" * 5 + scene.genuine[end:]


@forgery("signature spelt in small letters", F.ALTERED)
def _(scene: Scene) -> bytes:
    start, end = _gap(scene.genuine)
    return scene.genuine[:start] + scene.genuine[start:end].lower() + scene.genuine[end:]


def _byte_range(scene: Scene, change: Callable[[list[int]], list[int]]) -> bytes:
    start = scene.genuine.rindex(b"/ByteRange [") + len(b"/ByteRange [")
    end = scene.genuine.index(b"]", start)
    numbers = change([int(word) for word in scene.genuine[start:end].split()])
    said = " ".join(str(number) for number in numbers).encode().ljust(end - start)
    return scene.genuine[:start] + said + scene.genuine[end:]


@forgery("signature said to cover a smaller part", F.ALTERED, F.APPENDED)
def _(scene: Scene) -> bytes:
    return _byte_range(scene, lambda range_: [0, range_[1], range_[2], range_[3] - 400])


@forgery("signature said to cover nothing", F.ALTERED)
def _(scene: Scene) -> bytes:
    return _byte_range(scene, lambda _: [0, 0, 0, 0])


@forgery("gap of the signature made wider", F.ALTERED)
def _(scene: Scene) -> bytes:
    return _byte_range(scene, lambda range_: [0, range_[1] - 500, range_[2], range_[3]])


@forgery("look-alike by another office", F.UNTRUSTED, F.CODE_UNKNOWN_KEY)
def _(scene: Scene) -> bytes:
    return signed_certificate(scene.forger, scene.at)


@forgery("look-alike with the office's own code", F.UNTRUSTED)
def _(scene: Scene) -> bytes:
    return signed(render_certificate(with_token(facts(), scene.keys)), scene.forger, scene.at)


def _with_chain(scene: Scene, certificate: x509.Certificate, key: RSAPrivateKey) -> bytes:
    keys = msgspec.structs.replace(scene.keys, signing_key=key, certificate=certificate)
    return signed(render_certificate(with_token(facts(), scene.keys)), keys, scene.at)


def _issued(
    scene: Scene,
    key: RSAPrivateKey,
    issuer: RSAPrivateKey,
    *,
    until: datetime = datetime(2049, 1, 1, tzinfo=UTC),
    named_by: x509.Name | None = None,
) -> x509.Certificate:
    genuine = scene.keys.certificate
    return (
        x509.CertificateBuilder()
        .subject_name(genuine.subject)
        .issuer_name(named_by or genuine.issuer)
        .public_key(key.public_key())
        .serial_number(genuine.serial_number)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .sign(issuer, hashes.SHA256())
    )


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


def _root_key(scene: Scene) -> RSAPrivateKey:
    (path,) = scene.key_folder.glob("root-*.key.pem")
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    assert isinstance(key, RSAPrivateKey)
    return key


@forgery("signer of the same name and serial, from another root", F.UNTRUSTED)
def _(scene: Scene) -> bytes:
    key = _new_key()
    return _with_chain(scene, _issued(scene, key, _new_key()), key)


@forgery("signer that vouches for itself", F.UNTRUSTED)
def _(scene: Scene) -> bytes:
    key = _new_key()
    return _with_chain(scene, _issued(scene, key, key, named_by=scene.keys.certificate.subject), key)


@forgery("signer that the office's signing key vouches for", F.UNTRUSTED)
def _(scene: Scene) -> bytes:
    key = _new_key()
    office = scene.keys
    certificate = _issued(scene, key, office.signing_key, named_by=office.certificate.subject)
    return _with_chain(scene, certificate, key)


@forgery("certificate of the signer expired before it signed", F.UNTRUSTED)
def _(scene: Scene) -> bytes:
    key = _new_key()
    return _with_chain(
        scene, _issued(scene, key, _root_key(scene), until=datetime(2024, 1, 1, tzinfo=UTC)), key
    )


@forgery("the office's certificate with another key", F.ALTERED)
def _(scene: Scene) -> bytes:
    return _with_chain(scene, scene.keys.certificate, _new_key())


@forgery("signature that does not lock the file", F.NOT_CERTIFIED)
def _(scene: Scene) -> bytes:
    return loosely_signed(render_certificate(with_token(facts(), scene.keys)), scene.keys, "Loose")


@forgery("signed a second time by a stranger", F.SEVERAL_SIGNATURES, F.APPENDED, F.NOT_CERTIFIED)
def _(scene: Scene) -> bytes:
    once = loosely_signed(render_certificate(with_token(facts(), scene.keys)), scene.keys, "First")
    return loosely_signed(once, scene.forger, "Second")


@forgery("visible field of a signature laid over", F.LAID_OVER)
def _(scene: Scene) -> bytes:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.Fields[0].Rect = [150, 380, 450, 440]

    return rewritten(scene.genuine, change)


# --- the code: on pages that the office itself signed, so that nothing but the code can catch it ----------------------------


def _code(
    change: Callable[[str], str], whole: Callable[[Scene], str] | None = None
) -> Callable[[Scene], bytes]:
    def make(scene: Scene) -> bytes:
        text = whole(scene) if whole else with_token(facts(), scene.keys).qr_text
        return signed(render_certificate(facts(qr_text=change(text))), scene.keys, scene.at)

    return make


def _borrowed(**changes: Any) -> Callable[[Scene], bytes]:
    """Another certificate's code, genuine in itself."""
    return _code(lambda text: text, lambda scene: with_token(facts(**changes), scene.keys).qr_text)


def _turned(text: str, place: int) -> str:
    return text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]


forgery("another person's code", F.CODE_OF_OTHER_PERSON)(_borrowed(name="李四"))
forgery("code of another number", F.CODE_OF_OTHER_NUMBER)(_borrowed(number="6501202533001247"))
forgery("code of another title", F.CODE_OF_OTHER_TITLE)(_borrowed(title_name="正高级工程师"))
forgery("code of another day", F.CODE_OF_OTHER_DAY)(_borrowed(acquired_on=date(2015, 6, 30)))
forgery("code of another photo", F.CODE_OF_OTHER_PHOTO)(_borrowed(photo=photo((120, 10, 10))))
forgery("page of another level under the old code", F.CODE_OF_OTHER_LEVEL)(
    lambda scene: signed(
        render_certificate(facts(level="正高级", qr_text=with_token(facts(), scene.keys).qr_text)),
        scene.keys,
        scene.at,
    )
)
forgery("signature in the code edited", F.CODE_FORGED)(_code(lambda text: _turned(text, len(text) - 20)))
forgery("claims in the code edited", F.CODE_FORGED)(_code(lambda text: _turned(text, len(text) - 130)))
forgery("code cut short", F.CODE_MISTYPED)(_code(lambda text: text[:-8]))
forgery("code with letters behind", F.CODE_MISTYPED)(_code(lambda text: text + "AAAAAAAA"))
forgery("code by a key that is not the office's", F.CODE_UNKNOWN_KEY)(
    _code(lambda text: text, lambda scene: with_token(facts(), scene.forger).qr_text)
)
forgery("code that names the office's key under a foreign signature", F.CODE_FORGED)(
    _code(lambda text: text, lambda scene: _renamed_key(scene))
)
forgery("code that leads elsewhere", F.CODE_MISTYPED)(
    _code(lambda _: "HTTPS://EVIL.EXAMPLE/VERIFY/6501202533001247")
)
forgery("code of the page swapped, the record left", F.UNTRUSTED, F.CODE_DIFFERS, F.CODE_OF_OTHER_PERSON)(
    lambda scene: _reset_page(qr_text=with_token(facts(name="李四"), scene.keys).qr_text)(scene)
)


def _renamed_key(scene: Scene) -> str:
    forged = msgspec.structs.replace(scene.forger, token_key=open_keys(scene.place, rsa_bits=2048).token_key)
    address, _, body = with_token(facts(), forged).qr_text.rpartition("/")
    genuine = with_token(facts(), scene.keys).qr_text.rpartition("/")[2]
    # Twelve bytes: tag, array, and the protected header that ends with the id of the key.
    record = _bytes(genuine)[:12] + _bytes(body)[12:]
    return f"{address}/{base64.b32encode(record).decode().rstrip('=')}"


def _bytes(body: str) -> bytes:
    return base64.b32decode(body + "=" * (-len(body) % 8))


# --- the proof that the certificate stands on a published name list ------------------------------------------------------


def _listed(name: str = "古丽娜·吐尔逊", **changes: Any) -> Callable[[Scene], bytes]:
    """A page, signed by the office, whose record carries a proof about ``name``."""

    def make(scene: Scene) -> bytes:
        said, salt = facts(), b"s" * 32
        line = canonical(
            ListLine(
                batch="2025-T01", place=1, effect=Effect.CONFER, submission="2025-00001", name=name, employer="某单位",
                route=said.route, series=said.series, specialty=said.specialty, level=said.level,
                title_name=said.title_name, acquired_on=said.acquired_on, decision=1,
            )
        )  # fmt: skip
        leaves = [leaf_of(line, salt), leaf_of("{}", salt)]
        proof = LineProof(
            batch="2025-T01", notice_number=said.notice_number, root=root_of(leaves).hex(), size=2, index=0,
            salt=salt.hex(), line=line, proof=tuple(part.hex() for part in Tree(leaves).proof(0)),
        )  # fmt: skip
        listed = facts(listing=msgspec.structs.replace(proof, **changes))
        return signed(render_certificate(with_token(listed, scene.keys)), scene.keys, scene.at)

    return make


listed_truly = _listed()
forgery("line of another person", F.LISTING_DIFFERS)(_listed("李四"))
forgery("list of another notice", F.LISTING_DIFFERS)(_listed(notice_number="乌人社职〔2024〕1号"))
forgery("root of another list", F.LISTING_FORGED)(_listed(root="00" * 32))
forgery("line moved to another place", F.LISTING_FORGED)(_listed(index=1))

forgery("not a PDF", F.NOT_A_PDF)(lambda _: b"<html>")
forgery("a picture of the certificate", F.NOT_A_PDF)(lambda _: photo())
forgery("nothing", F.NOT_A_PDF)(lambda _: b"")
