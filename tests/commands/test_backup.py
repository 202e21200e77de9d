"""``backup new-key``, ``make``, ``check`` and ``restore``."""

import json

import pytest
from sqlalchemy import select

from tests.builders import a_submission
from tests.unguarded import unguarded
from zhicheng.database import db
from zhicheng.factory import create_app
from zhicheng.intake.attachment import Attachment
from zhicheng.kernel.audit import AuditEntry
from zhicheng.settings import Settings


def run(app, *words):
    """Run the command; its exit code, its JSON and its sentences."""
    result = app.test_cli_runner().invoke(args=["backup", *map(str, words)])
    return result.exit_code, json.loads(result.stdout), result.stderr


@pytest.fixture
def key(panel, tmp_path):
    """A key file and its public half."""
    path = tmp_path / "key"
    code, told, said = run(panel, "new-key", path)
    assert (code, told["file"]) == (0, str(path))
    assert "另一处保管" in said
    return path, told["to"]


def test_an_office_is_backed_up_checked_and_brought_back(panel, key, tmp_path):
    path, public = key
    code, made, said = run(panel, "make", tmp_path, "--to", public)
    assert (code, made["lost"], made["audit"]["broken"]) == (0, [], [])
    (backup,) = tmp_path.glob("zhicheng-*Z.tar.age")
    assert made["file"] == str(backup) and str(backup) in said
    code, checked, said = run(panel, "check", backup, "--key", path)
    assert (code, checked["digest"]) == (0, made["digest"])
    assert "备份完整" in said
    fresh = create_app(Settings.from_environment({"ZHICHENG_INSTANCE": str(tmp_path / "fresh")}))
    code, back, said = run(fresh, "restore", backup, "--key", path)
    assert (code, back["digest"]) == (0, made["digest"])
    assert "已恢复" in said and "certificate skip-to" in said
    code, told, _ = run(fresh, "restore", backup, "--key", path)
    assert (code, told["error"]["code"]) == (1, "bad_input")
    for app, act, words in (
        (panel, "make_backup", {"file", "digest", "made_at"}),
        (fresh, "restore_backup", {"digest", "made_at"}),
    ):
        with app.app_context():
            entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == act)).one()
            assert (entry.actor_name, set(entry.changes)) == ("命令行", words)
            assert entry.changes["digest"] == made["digest"].removeprefix("sha256:")


def test_what_the_office_has_lost_is_named_and_the_exit_says_so(panel, story, key, tmp_path):
    path, public = key
    with story() as session:
        a_submission(session)
        for attachment in session.scalars(select(Attachment)):
            attachment.digest = "ab" * 32  # of which nothing was kept
    target = tmp_path / "one.tar.age"
    code, made, said = run(panel, "make", target, "--to", public)
    assert code == 1 and made["lost"] == ["ab" * 32] and "勿删除旧备份" in said
    assert run(panel, "check", target, "--key", path)[0] == 1


def test_the_head_that_a_backup_printed_tells_whether_the_trail_was_cut(panel, story, key, tmp_path):
    def verified(*words):
        result = panel.test_cli_runner().invoke(args=["audit", "verify", *words])
        return result.exit_code, json.loads(result.stdout)

    with story() as session:
        a_submission(session)
    head = run(panel, "make", tmp_path, "--to", key[1])[1]["audit"]["head"]
    assert verified("--head", f" {head.upper()} ")[1]["head"] is True
    assert verified("--head", "0" * 64)[0] == 0
    with story() as session:
        cut = "DELETE FROM audit_entry WHERE id >= (SELECT max(id) - 1 FROM audit_entry)"
        unguarded(session, ["audit_entry"], cut)
    code, told = verified()
    assert (code, told["broken"]) == (0, [])
    assert verified("--head", head) == (1, told | {"head": False})


@pytest.mark.one_engine
def test_backups_of_one_second_lie_beside_each_other(panel, key, tmp_path):
    for _ in range(3):
        code, told, said = run(panel, "make", tmp_path, "--to", key[1])
        assert code == 0, said
    assert len(list(tmp_path.glob("zhicheng-*Z.tar.age"))) == 3


@pytest.mark.one_engine
def test_what_cannot_be_is_a_sentence(panel, key, tmp_path):
    path, public = key
    for words in (
        ("new-key", path),
        ("make", tmp_path / "disk that is not there", "--to", public),
        ("make", tmp_path / "nowhere" / "x.age", "--to", public),
        ("make", tmp_path, "--to", "age1nobody"),
        ("check", path, "--key", path),
    ):
        code, told, said = run(panel, *words)
        assert (code, said.strip()) == (1, told["error"]["message"]), words
