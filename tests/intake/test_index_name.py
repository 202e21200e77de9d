"""What names are found by: any part, pinyin, initials; written where a name is written, and nowhere else."""

import ast
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import LATER, an_actor, an_id_number
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.index_name import index_name
from zhicheng.intake.know import know_applicant
from zhicheng.intake.name_key import KeyKind, NameKey, keys_of, persons_by, persons_named
from zhicheng.policy.vocabulary import IdType, Sex
from zhicheng.staff.permission import Role

ROOT = Path(__file__).parents[2] / "zhicheng"


def a_person(name: str) -> Applicant:
    """Somebody of that name, not yet known."""
    number = an_id_number()
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return Applicant(
        name=name, id_type=IdType.RESIDENT_IDENTITY_CARD, id_number=number, sex=Sex.MALE, birth_date=born
    )


@pytest.fixture
def persons(session: Session) -> dict[str, int]:
    """Some names, known as import knows them."""
    clerk = an_actor(session, Role.CLERK)
    found = {}
    for name in ("王建国", "李建国", "王建", "古丽娜·吐尔逊", "曾小乐", "John Smith"):
        person = know_applicant(session, clerk, LATER, a_person(name))
        found[name] = person.id
    return found


def names(session: Session, keys) -> set[str]:
    return set(session.scalars(select(Applicant.name).where(Applicant.id.in_(keys))))


@pytest.mark.parametrize(
    ("part", "who"),
    [
        ("建国", {"王建国", "李建国"}),
        ("王建", {"王建国", "王建"}),
        ("国", {"王建国", "李建国"}),
        ("丽娜", {"古丽娜·吐尔逊"}),
        ("吐尔逊", {"古丽娜·吐尔逊"}),
        ("娜•吐", {"古丽娜·吐尔逊"}),
        ("·吐尔", {"古丽娜·吐尔逊"}),
        ("国建", set()),
    ],
)
def test_two_characters_anywhere_in_a_name_find_it(session: Session, persons, part, who):
    assert names(session, persons_named(part)) == who


@pytest.mark.parametrize(
    ("kind", "typed", "who"),
    [
        (KeyKind.INITIALS, "wjg", {"王建国"}),
        (KeyKind.INITIALS, "wj", {"王建国", "王建"}),
        (KeyKind.INITIALS, "gln", {"古丽娜·吐尔逊"}),
        (KeyKind.INITIALS, "tex", {"古丽娜·吐尔逊"}),
        (KeyKind.PINYIN, "wangjianguo", {"王建国"}),
        (KeyKind.PINYIN, "wangj", {"王建国", "王建"}),
        (KeyKind.PINYIN, "jianguo", {"王建国", "李建国"}),
        (KeyKind.PINYIN, "zengxiao", {"曾小乐"}),
        (KeyKind.PINYIN, "cengxiaoyue", {"曾小乐"}),
        (KeyKind.PINYIN, "smith", {"John Smith"}),
        (KeyKind.PINYIN, "%", set()),
    ],
)
def test_pinyin_and_initials_find_by_how_they_begin(session: Session, persons, kind, typed, who):
    assert names(session, persons_by(kind, typed)) == who


def test_keys_follow_a_name_that_changes_and_only_what_differs_is_written(session: Session, persons):
    person = session.get_one(Applicant, persons["王建国"])
    kept = set(
        session.scalars(select(NameKey.id).where(NameKey.applicant_id == person.id, NameKey.key == "国"))
    )
    person.name = "汪建国"
    session.flush()
    index_name(session, person)
    rows = session.scalars(select(NameKey).where(NameKey.applicant_id == person.id)).all()
    assert sorted((row.kind, row.key) for row in rows) == sorted(keys_of("汪建国"))
    assert kept <= {row.id for row in rows}
    assert names(session, persons_named("王建国")) == set()


def test_one_hand_writes_names(session: Session):
    """Who makes an applicant or writes its name calls ``index_name`` in the same file."""
    writers = set()
    for path in ROOT.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            adds = isinstance(node, ast.Call) and ast.unparse(node).startswith(
                ("insert(Applicant", "update(Applicant")
            )
            sets = isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and any(
                ast.unparse(target).endswith(("applicant.name", "person.name", "known.name"))
                for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            )
            if adds or sets:
                writers.add(path.relative_to(ROOT).as_posix())
    assert writers == set()
    makers = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        if "know_applicant(" in path.read_text()
        or "table, title, address, noun, icon = Applicant" in path.read_text()
    }
    assert makers == {"intake/know.py", "exchange/take_in.py", "admin/applicant.py", "demo/year.py"}
    for maker in ("intake/know.py", "admin/applicant.py"):
        assert "index_name(" in (ROOT / maker).read_text()


def test_every_name_in_the_database_has_its_keys(session: Session, persons):
    for person in session.scalars(select(Applicant)):
        there = session.execute(select(NameKey.kind, NameKey.key).where(NameKey.applicant_id == person.id))
        assert {tuple(row) for row in there} == set(keys_of(person.name))
