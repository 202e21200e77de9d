"""A batch is a legal act: freezing fixes what the list says about whom, and nothing changes it unnoticed."""

import hashlib
import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import ISSUED, PUBLISHED, YEAR, a_batch, a_submission, an_actor
from tests.refused import refused
from tests.unguarded import unguarded
from zhicheng.certificate.annul import annul
from zhicheng.certificate.issue import reserve
from zhicheng.decision.check_list import check_all_lists, check_list, lines_of, list_of
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.frozen_list import FrozenLine, WithheldLine
from zhicheng.decision.line_in_force import line_in_force
from zhicheng.decision.list_line import Effect, canonical, read_line
from zhicheng.decision.live_line import departures
from zhicheng.decision.members import members_of
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.intake.lifecycle import Status
from zhicheng.kernel.merkle import Tree, root_of, verify_proof
from zhicheng.review.batch import BatchMember, BatchStatus
from zhicheng.staff.permission import Role
from zhicheng.tables import Batch


def test_a_line_says_what_the_act_says_and_nothing_that_identifies(session: Session) -> None:
    batch = a_batch(session, BatchStatus.FROZEN)
    (member,), (line,) = members_of(session, batch), lines_of(session, batch)
    said = line.said
    assert (said.name, said.employer) == (member.applicant.name, member.employer.name)
    assert (said.submission, said.batch, said.place) == (member.number, batch.number, 1)
    assert (said.effect, said.level, said.corrects) == (Effect.CONFER, "助理级", None)
    assert member.applicant.id_number not in line.line
    assert line.line == canonical(read_line(line.line))
    assert list(json.loads(line.line)) == sorted(json.loads(line.line))


def test_the_root_is_made_from_salted_lines_as_documented(session: Session) -> None:
    batch = a_batch(session, BatchStatus.FROZEN, size=2)
    listed, lines = list_of(session, batch), lines_of(session, batch)
    assert listed is not None
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(one.salt) + one.line.encode()).digest() for one in lines]
    assert listed.root == hashlib.sha256(b"\x01" + leaves[0] + leaves[1]).hexdigest()
    assert (listed.size, len({one.salt for one in lines})) == (2, 2)


def test_a_proof_shows_the_line_and_no_neighbour(session: Session) -> None:
    batch = a_batch(session, BatchStatus.FROZEN, size=5)
    lines = lines_of(session, batch)
    leaves = [one.leaf for one in lines]
    for index, line in enumerate(lines):
        proof = Tree(leaves).proof(index)
        assert verify_proof(line.leaf, index, 5, proof, root_of(leaves))
        assert not verify_proof(lines[index - 1].leaf, index, 5, proof, root_of(leaves))


def test_randomness_is_an_argument_so_the_same_batch_gives_the_same_root(session: Session) -> None:
    batch = a_batch(session, BatchStatus.OPEN, size=3)
    freeze_batch(session, an_actor(session, Role.APPROVER), PUBLISHED, batch, lambda size: b"s" * size)
    listed = list_of(session, batch)
    assert listed is not None
    leaves = [
        hashlib.sha256(b"\x00" + b"s" * 32 + one.line.encode()).digest() for one in lines_of(session, batch)
    ]
    assert listed.root == root_of(leaves).hex()
    assert check_list(session, batch).whole


@pytest.mark.parametrize(
    ("tables", "statement", "words"),
    [
        (
            ["frozen_line"],
            "UPDATE frozen_line SET line = replace(line, '助理级', '中级') WHERE place = 2",
            "总摘要不符",
        ),
        (["frozen_line"], "UPDATE frozen_line SET salt = '00' WHERE place = 1", "总摘要不符"),
        (["frozen_line"], "UPDATE frozen_line SET line = '{}' WHERE place = 1", "第 1 号的记载被改动"),
        (["frozen_line"], "DELETE FROM frozen_line WHERE place = 3", "应有 3 行，现有 2 行"),
        (["frozen_list"], "UPDATE frozen_list SET root = salt FROM frozen_line", "总摘要"),
        (["frozen_list"], "UPDATE frozen_list SET size = 2", "应有 2 行，现有 3 行"),
        (["frozen_list"], "DELETE FROM frozen_list", "总摘要现已不见"),
        (["batch_member"], "DELETE FROM batch_member", "缺少 3 件"),
    ],
)
def test_meddling_with_a_frozen_list_is_found(
    session: Session, tables: list[str], statement: str, words: str
) -> None:
    batch = a_batch(session, BatchStatus.FROZEN, size=3)
    session.commit()
    assert check_list(session, batch).whole
    unguarded(session, tables, statement)
    session.expire_all()
    (found,) = check_all_lists(session)
    assert not found.whole
    assert words in "；".join(found.faults)


def test_a_list_that_was_wholly_made_anew_disagrees_with_the_trail(session: Session) -> None:
    batch = a_batch(session, BatchStatus.FROZEN)
    session.commit()
    (line,) = lines_of(session, batch)
    other = line.line.replace("助理级", "正高级")
    root = hashlib.sha256(b"\x00" + bytes.fromhex(line.salt) + other.encode()).hexdigest()
    unguarded(session, ["frozen_line"], "UPDATE frozen_line SET line = replace(line, '助理级', '正高级')")
    unguarded(session, ["frozen_list"], f"UPDATE frozen_list SET root = '{root}'")  # noqa: S608
    session.expire_all()
    assert check_list(session, batch).faults == ["名单总摘要与审计记录所记不符"]


@pytest.mark.parametrize("table", ["frozen_list", "frozen_line", "withheld_line"])
def test_the_database_refuses_to_rewrite_a_list(session: Session, table: str) -> None:
    batch = a_batch(session, BatchStatus.FROZEN)
    (member,) = members_of(session, batch)
    annul(session, an_actor(session, Role.APPROVER), PUBLISHED, member, "材料不实")
    publish_batch(session, an_actor(session, Role.APPROVER), PUBLISHED, YEAR, batch, "乌人社职〔2025〕901号")
    session.commit()
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608
        with pytest.raises(DBAPIError, match="refuses"):
            session.execute(text(statement))
        session.rollback()


def test_the_database_keeps_the_members_of_a_closed_batch(session: Session) -> None:
    batch = a_batch(session, BatchStatus.FROZEN)
    other = a_submission(session, Status.QUEUED)
    session.commit()
    with pytest.raises(DBAPIError, match="a closed batch refuses DELETE"):
        session.execute(text("DELETE FROM batch_member"))
    session.rollback()
    session.add(BatchMember(batch_id=batch.id, submission_id=other.id, added_at=PUBLISHED))
    with pytest.raises(DBAPIError, match="a closed batch refuses INSERT"):
        session.flush()
    session.rollback()
    with pytest.raises(DBAPIError, match="refuses UPDATE"):
        session.execute(text("UPDATE batch_member SET id = id"))
    session.rollback()


def test_a_batch_frozen_before_there_were_lists_has_no_root_and_none_is_made_up(session: Session) -> None:
    batch = a_batch(session, BatchStatus.OPEN)
    (member,) = members_of(session, batch)
    session.execute(text("UPDATE batch SET status = 'published', frozen_at = opened_at, published_at = opened_at,"
                         " notice_number = '旧〔2025〕1号'"))  # fmt: skip
    session.commit()
    found = check_list(session, session.get_one(Batch, batch.id))
    assert (found.listed, found.faults, found.whole) == (None, [], False)
    assert line_in_force(session, member) is None
    assert (
        reserve(session, an_actor(session, Role.ISSUER), ISSUED, YEAR, member).holder_name
        == member.applicant.name
    )


def test_what_changed_after_freezing_is_not_numbered_without_an_erratum(session: Session) -> None:
    batch = a_batch(session)
    (member,) = members_of(session, batch)
    member.applicant.name = "古丽娜·买买提"
    session.flush()
    line = line_in_force(session, member)
    assert line is not None
    assert set(departures(session, member, line)) == {"name"}
    with refused("not_as_listed") as refusal:
        reserve(session, an_actor(session, Role.ISSUER), ISSUED, YEAR, member)
    assert "更正批次" in refusal.value.sentence
    assert "古丽娜·买买提" in refusal.value.sentence


def test_an_approval_that_fell_before_publication_is_withheld(session: Session) -> None:
    batch = a_batch(session, BatchStatus.FROZEN, size=2)
    first, second = members_of(session, batch)
    annul(session, an_actor(session, Role.APPROVER), PUBLISHED - timedelta(minutes=5), first, "材料不实")
    publish_batch(session, an_actor(session, Role.APPROVER), PUBLISHED, YEAR, batch, "乌人社职〔2025〕902号")
    withheld = session.scalars(select(FrozenLine).join(WithheldLine)).all()
    assert [line.submission_id for line in withheld] == [first.id]
    assert line_in_force(session, first) is None
    assert line_in_force(session, second) is not None
    assert check_list(session, batch).whole
