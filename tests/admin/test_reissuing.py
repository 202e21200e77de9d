"""换发 through the real door and the real press, and what the QR codes prove before and after."""

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageFilter
from sqlalchemy import select

from tests.builders import ISSUED, a_batch, a_certificate
from tests.web.pages import strict
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.facts import certificate_photo, photo_digest
from zhicheng.certificate.keys import rotate_keys, token_public_keys
from zhicheng.certificate.status_entry import place_of
from zhicheng.certificate.token import read_token
from zhicheng.decision.members import members_of
from zhicheng.demo.files import portrait
from zhicheng.door import key_folder
from zhicheng.intake.attach import current_attachments
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Certificate
from zhicheng.web.verification import in_fours

DETAILS = "/admin/certificate/details/?id={}"
REISSUE = "/admin/certificate/reissue/?id={}"


@pytest.fixture
def issuer(panel, people):
    """Somebody of the junior office who makes certificates, on the day for it."""
    panel.config["ZHICHENG_NOW"] = ISSUED
    return people(Role.ISSUER, offices=(Office.JUNIOR_OFFICE,))


@pytest.fixture
def printed(panel, issuer, story):
    """``printed(name=…)``: the key of a certificate that the real press made."""

    def make(**applicant):
        with story() as session:
            batch = a_batch(session, applicant=applicant)
            (submission,) = members_of(session, batch)
            photo = next(row for row in current_attachments(session, submission) if row.kind == "photo")
            photo.digest = panel.extensions["zhicheng_files"].put(portrait(seed=7))
            key, submission_key = batch.id, submission.id
        issuer.send(f"/admin/certificate/issue/?batch={key}", {})
        with story() as session:
            made = select(Certificate.id).where(Certificate.submission_id == submission_key)
            return session.scalars(made).one()

    return make


def qr_of(panel, story, key, dpi=150):
    """The text of the code as a second library reads it from the page, and a picture of the page."""
    with story() as session:
        content = panel.extensions["zhicheng_files"].read(session.get_one(Certificate, key).digest)
    page = pypdfium2.PdfDocument(content)[0].render(scale=dpi / 72).to_pil().convert("RGB")
    (code,) = zxingcpp.read_barcodes(page)
    return code.text, page


def standing(panel, text):
    """What the verification page says of a code as scanned."""
    path = text[text.index("/VERIFY/") :] if "/VERIFY/" in text else f"/verify/{text}"
    return strict(panel).get(path).get_data(as_text=True)


def test_the_press_prints_the_proof_and_the_register_agrees_with_it(panel, printed, story):
    key = printed(name="古丽娜·吐尔逊")
    text, _ = qr_of(panel, story, key)
    with panel.app_context():
        claims = read_token(text, token_public_keys(key_folder()))
    with story() as session:
        row = session.get_one(Certificate, key)
        assert (claims.number, claims.name, claims.title) == (row.number, row.holder_name, row.title_name)
        assert claims.level == row.decision.level.rank
        assert claims.acquired_on == row.decision.acquired_on
        assert claims.status_index == place_of(session, row)
        shown = photo_digest(certificate_photo(portrait(seed=7)))
        assert claims.photo.hex() == shown[:16]
        assert row.submission.applicant.id_number not in str(claims)
    assert len(text) <= 311
    page = standing(panel, text)
    assert "证书有效" in page
    assert "古丽娜" not in page


def test_the_code_is_small_enough_and_survives_a_poor_scan(panel, printed, story):
    text, _ = qr_of(
        panel, story, printed(name="阿卜杜热合曼·阿卜杜克热木·穆罕默德·阿布都艾尼·麦麦提阿布都拉")
    )
    assert text.count("/") >= 3
    for dpi, skew in ((120, 3), (120, -3), (150, 2)):
        with story() as session:
            row = session.scalars(select(Certificate)).one()
            content = panel.extensions["zhicheng_files"].read(row.digest)
        page = pypdfium2.PdfDocument(content)[0].render(scale=dpi / 72).to_pil().convert("RGB")
        askew = page.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor="white")
        stream = io.BytesIO()
        askew.filter(ImageFilter.GaussianBlur(0.6)).save(stream, "JPEG", quality=60)
        (code,) = zxingcpp.read_barcodes(Image.open(stream))
        assert code.text == text
        corners = code.position
        side = (corners.top_right.x - corners.top_left.x) ** 2 + (
            corners.top_right.y - corners.top_left.y
        ) ** 2
        assert side**0.5 / dpi * 25.4 >= 34  # the code without its quiet zone, in millimetres


def test_what_an_old_key_signed_still_holds_after_a_change_of_keys(panel, printed, story, monkeypatch):
    first, _ = qr_of(panel, story, printed(name="阿依努尔"))
    with panel.app_context():
        rotate_keys(key_folder(), rsa_bits=2048)
    press = panel.extensions["zhicheng_press"]
    fresh = type(press)(press.files, press.keys, press.address, press.sample)
    monkeypatch.setitem(panel.extensions, "zhicheng_press", fresh)
    second, _ = qr_of(panel, story, printed(name="买买提江"))
    assert "证书有效" in standing(panel, first)
    assert "证书有效" in standing(panel, second)
    with panel.app_context():
        assert len(token_public_keys(key_folder())) >= 2


def test_replaced_with_a_preview_and_both_pages_lead_to_each_other(panel, issuer, printed, story):
    key = printed(name="古丽娜·吐尔逊")
    assert REISSUE.format(key).replace("&", "&amp;") in issuer.get(DETAILS.format(key)).get_data(as_text=True)
    before = issuer.get(REISSUE.format(key)).get_data(as_text=True)
    assert "所印内容与原证书相同" in before
    assert "立即显示为“已换发”" in before
    assert issuer.get(f"/admin/certificate/anew/?id={key}").mimetype == "image/jpeg"
    old_text, _ = qr_of(panel, story, key)
    answer = issuer.send(REISSUE.format(key), {"cause": "damaged_file", "reason": "文件打不开"})
    assert "已换发，新证书编号" in issuer.get(answer.location).get_data(as_text=True)
    with story() as session:
        old = session.get_one(Certificate, key)
        new = old.replaced_by
        assert (old.status, new.status) == (CertificateStatus.REISSUED, CertificateStatus.ISSUED)
        numbers, new_key = (old.number, new.number), new.id
    assert numbers[1] in issuer.get(DETAILS.format(key)).get_data(as_text=True)
    assert numbers[0] in issuer.get(DETAILS.format(new_key)).get_data(as_text=True)
    for asked in (numbers[0], old_text):
        page = standing(panel, asked)
        assert "证书已换发" in page
        assert in_fours(numbers[1]) in page
    new_text, _ = qr_of(panel, story, new_key)
    assert "证书有效" in standing(panel, new_text)
    for address in (REISSUE.format(key), f"/admin/certificate/anew/?id={key}"):
        assert "只有有效证书可以换发" in issuer.get(address).get_data(as_text=True)


def test_a_new_photo_is_shown_as_a_difference(panel, issuer, printed, story):
    key = printed(name="阿依努尔")
    with story() as session:
        submission = session.get_one(Certificate, key).submission
        photo = next(row for row in current_attachments(session, submission) if row.kind == "photo")
        photo.digest = panel.extensions["zhicheng_files"].put(portrait(seed=8))
    page = issuer.get(REISSUE.format(key)).get_data(as_text=True)
    assert "逐项比较" in page
    assert "照片" in page


def test_a_name_that_no_list_says_is_refused_and_nothing_typed_is_lost(issuer, printed, story):
    key = printed(name="阿依努尔")
    with story() as session:
        session.get_one(Certificate, key).submission.applicant.name = "阿依努儿"
    assert "请先办理更正批次" in issuer.get(REISSUE.format(key)).get_data(as_text=True)
    answer = issuer.send(
        REISSUE.format(key), {"cause": "correction", "reason": "名字印错"}, seen=DETAILS.format(key)
    )
    assert answer.status_code == 409
    assert "请先办理更正批次" in answer.get_data(as_text=True)
    assert "名字印错" in answer.get_data(as_text=True)


def test_without_words_or_cause_the_page_comes_back(issuer, printed, story):
    key = printed(name="阿依努尔")
    answer = issuer.send(REISSUE.format(key), {"cause": "", "reason": "文件打不开"})
    assert answer.status_code == 422
    assert "请从列表中选择一项" in answer.get_data(as_text=True)
    assert "文件打不开" in answer.get_data(as_text=True)
    with story() as session:
        assert session.get_one(Certificate, key).status is CertificateStatus.ISSUED


def test_of_another_office_it_is_not_found(issuer, story):
    with story() as session:
        key = a_certificate(session, route="fanghuiju").id
    assert issuer.get(REISSUE.format(key)).status_code == 404
    words = {"cause": "security", "reason": "换密钥"}
    assert issuer.send(REISSUE.format(key), words, seen="/admin/certificate/").status_code == 404


def test_what_broke_off_after_the_number_is_finished_on_its_page_and_cannot_be_given_up(
    panel, issuer, printed, story, monkeypatch
):
    key = printed(name="古丽娜·吐尔逊")
    store = panel.extensions["zhicheng_files"]

    def full(_content):
        raise Refusal(RefusalCode.BAD_FILE, "存放文件的磁盘已满，请联系系统管理员。")

    with monkeypatch.context() as broken:
        broken.setattr(type(store), "put", lambda _store, content: full(content))
        answer = issuer.send(REISSUE.format(key), {"cause": "security", "reason": "更换签名密钥"})
    assert answer.status_code == 303
    page = issuer.get(answer.location).get_data(as_text=True)
    assert "磁盘已满" in page
    assert "继续制作" in page
    assert "作废编号</button>" not in page
    with story() as session:
        old = session.get_one(Certificate, key)
        new = old.replaced_by_id
        assert (old.status, session.get_one(Certificate, new).status) == (
            CertificateStatus.REISSUED,
            CertificateStatus.RESERVED,
        )
    done = issuer.send(f"/admin/certificate/finish/?id={new}", {}, seen=DETAILS.format(new))
    assert done.status_code == 303
    with story() as session:
        assert session.get_one(Certificate, new).status is CertificateStatus.ISSUED


def test_what_cannot_be_printed_is_refused_before_the_number_is_taken(panel, issuer, printed, story):
    key = printed()
    with story() as session:
        submission = session.get_one(Certificate, key).submission
        photo = next(row for row in current_attachments(session, submission) if row.kind == "photo")
        photo.digest = panel.extensions["zhicheng_files"].put(b"no picture")
    answer = issuer.send(REISSUE.format(key), {"cause": "security", "reason": "更换签名密钥"})
    assert "无法打开" in answer.get_data(as_text=True)
    with story() as session:
        (only,) = session.scalars(select(Certificate))
        assert only.status is CertificateStatus.ISSUED
