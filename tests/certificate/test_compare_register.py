"""A file that is whole may still not be the certificate that counts: each disagreement with the register has its name."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy.orm import Session

from tests.builders import ISSUED, an_actor
from tests.certificate import printing_house as house
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.compare_register import Discrepancy, compare_register
from zhicheng.certificate.examine import Examination, examine_certificate
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.certificate.revoke import revoke
from zhicheng.certificate.status_entry import StatusEntry
from zhicheng.intake.file_store import FolderStore
from zhicheng.staff.permission import Role

D = Discrepancy


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    house.found(folder, 2)
    desk = house.opened(folder)
    assert all(isinstance(result, str) for _, result in desk.issue(house.waiting(desk.session)))
    desk.session.close()
    return folder


@pytest.fixture
def desk(office: Path) -> Iterator[Session]:
    with house.opened(office).session as session:
        yield session


def presented(session: Session, office: Path, key: int = 1) -> tuple[bytes, Examination, Certificate]:
    row = session.get_one(Certificate, key)
    content = FolderStore(office / "files").read(row.digest or "")
    seen = examine_certificate(
        content, roots=trust_roots(office / "keys"), token_keys=token_public_keys(office / "keys")
    )
    return content, seen, row


def test_what_the_office_issued_agrees_with_itself_in_every_place(office: Path, desk: Session) -> None:
    content, seen, row = presented(desk, office)
    assert seen.faults == ()
    assert seen.record is not None
    assert seen.record.number == row.number
    assert compare_register(desk, content, seen.record, seen.token) == ()
    assert seen.signature.signed_at == ISSUED, "the moment at which it was ordered, not midnight of the day"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"number": "6501202512000999"}, D.NOT_REGISTERED),
        ({"name": "李四"}, D.OTHER_PERSON),
        ({"title_name": "院士"}, D.OTHER_TITLE),
        ({"level": "正高级"}, D.OTHER_LEVEL),
        ({"specialty": "别的专业"}, D.OTHER_FIELD),
        ({"acquired_on": ISSUED.date()}, D.OTHER_DAY),
    ],
)
def test_a_record_that_the_register_knows_otherwise_is_named(
    changes: dict[str, Any], expected: Discrepancy, office: Path, desk: Session
) -> None:
    content, seen, _ = presented(desk, office)
    assert seen.record is not None
    record = msgspec.structs.replace(seen.record, **changes)
    assert compare_register(desk, content, record, seen.token) == (expected,)


def test_another_file_under_the_same_number_is_named(office: Path, desk: Session) -> None:
    content, seen, _ = presented(desk, office)
    assert seen.record is not None
    assert compare_register(desk, content + b" ", seen.record, seen.token) == (D.OTHER_FILE,)


def test_a_code_with_another_place_in_the_status_list_is_named(office: Path, desk: Session) -> None:
    content, seen, row = presented(desk, office)
    assert seen.record is not None
    assert seen.token is not None
    token = msgspec.structs.replace(seen.token, status_index=seen.token.status_index + 1)
    assert compare_register(desk, content, seen.record, token) == (D.OTHER_CODE,)
    assert desk.get_one(StatusEntry, row.id).place == seen.token.status_index


def test_a_proof_from_a_list_that_was_never_published_is_named(office: Path, desk: Session) -> None:
    content, seen, _ = presented(desk, office)
    assert seen.record is not None
    assert seen.record.listing is not None
    listing = msgspec.structs.replace(seen.record.listing, root="ab" * 32)
    record = msgspec.structs.replace(seen.record, listing=listing)
    assert compare_register(desk, content, record, seen.token) == (D.OTHER_LIST,)


def test_a_revoked_certificate_shown_again_is_whole_and_named(office: Path, desk: Session) -> None:
    content, seen, row = presented(desk, office)
    revoke(desk, an_actor(desk, Role.ISSUER), ISSUED, row, "材料不实")
    assert seen.genuine
    assert seen.record is not None
    assert compare_register(desk, content, seen.record, seen.token) == (D.REVOKED,)
    row.status = CertificateStatus.ISSUED
    desk.rollback()


def test_every_word_of_the_register_occurs_in_some_test() -> None:
    here = Path(__file__).read_text()
    rare = {D.NEVER_ISSUED, D.REPLACED}
    assert all(f"D.{one.name}" in here for one in set(Discrepancy) - rare)
