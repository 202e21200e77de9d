"""Hold a presented file against the register: the file may be whole and still not be the certificate that counts."""

import hashlib
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.facts import CertificateRecord
from zhicheng.certificate.status_entry import place_of
from zhicheng.certificate.token import TokenClaims
from zhicheng.decision.check_list import list_of
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.kernel.choice import Choice


class Discrepancy(Choice):
    """What the register says against a file. Any one is enough."""

    NOT_REGISTERED = "not_registered", "登记中没有这个证书编号"
    NEVER_ISSUED = "never_issued", "这个编号没有制发过证书"
    REVOKED = "revoked", "证书已撤销"
    REPLACED = "replaced", "证书已换发，此件不再有效"
    OTHER_FILE = "other_file", "不是登记的那一份文件"
    OTHER_PERSON = "other_person", "姓名与登记不一致"
    OTHER_TITLE = "other_title", "资格名称与登记不一致"
    OTHER_LEVEL = "other_level", "级别与登记不一致"
    OTHER_FIELD = "other_field", "系列或专业与登记不一致"
    OTHER_DAY = "other_day", "取得时间或制发日期与登记不一致"
    OTHER_LIST = "other_list", "名单证明不属于公布的名单"
    OTHER_CODE = "other_code", "二维码与登记不一致"


_STANDING = {
    CertificateStatus.RESERVED: Discrepancy.NEVER_ISSUED,
    CertificateStatus.VOID: Discrepancy.NEVER_ISSUED,
    CertificateStatus.REVOKED: Discrepancy.REVOKED,
    CertificateStatus.REISSUED: Discrepancy.REPLACED,
}


def compare_register(
    session: Session, content: bytes, record: CertificateRecord, token: TokenClaims | None
) -> tuple[Discrepancy, ...]:
    """Everything that the register says against ``content``, whose record and code were read by ``examine``."""
    row = session.scalar(select(Certificate).where(Certificate.number == record.number))
    if row is None:
        return (Discrepancy.NOT_REGISTERED,)
    decision = row.decision
    # What was printed is the line that was published when the number was reserved; an erratum may have changed it.
    line = line_in_force(session, row.submission, row.reserved_at)
    specialty = line.said.specialty if line else decision.specialty
    listed = list_of(session, line.batch) if line else None
    days: tuple[date | None, date] = (decision.acquired_on, row.issued_on)
    found = {
        Discrepancy.OTHER_FILE: row.digest is not None and hashlib.sha256(content).hexdigest() != row.digest,
        Discrepancy.OTHER_PERSON: record.name != row.holder_name,
        Discrepancy.OTHER_TITLE: record.title_name != row.title_name,
        Discrepancy.OTHER_LEVEL: record.level != decision.level.label,
        Discrepancy.OTHER_FIELD: (record.series, record.specialty) != (decision.series.label, specialty),
        Discrepancy.OTHER_LIST: record.listing is not None
        and record.listing.root != (listed.root if listed else None),
        Discrepancy.OTHER_DAY: (record.acquired_on, record.issued_on) != days,
        Discrepancy.OTHER_CODE: token is not None and token.status_index != place_of(session, row),
    }
    standing = _STANDING.get(row.status)
    return (*((standing,) if standing else ()), *(one for one, is_so in found.items() if is_so))
