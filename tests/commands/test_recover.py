"""``certificate recover``, ``void``, ``gaps`` and ``skip-to``; and what ``serve`` finishes before it opens."""

import json
import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import ISSUED, a_certificate
from zhicheng.certificate.certificate import Certificate, CertificateStatus
from zhicheng.certificate.number import DEFAULT_PATTERN as PATTERN
from zhicheng.certificate.number import compose_number
from zhicheng.commands.serve import finish_what_was_begun
from zhicheng.demo.files import portrait
from zhicheng.exchange.paperless import PaperlessPress
from zhicheng.intake.attachment import Attachment
from zhicheng.kernel.audit import AuditEntry


@pytest.fixture
def run(panel, tmp_path, monkeypatch):
    """Run a command; its exit code and its lines of JSON. Files lie in a folder of their own."""
    panel.config["ZHICHENG_NOW"] = ISSUED + timedelta(days=1)
    store = panel.extensions["zhicheng_files"]
    monkeypatch.setattr(store, "folder", tmp_path / "files")
    monkeypatch.setattr(store, "_incoming", tmp_path / "files" / ".incoming")

    def command(*words):
        result = panel.test_cli_runner().invoke(args=["certificate", *words])
        return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]

    return command


def reserved(story, panel, photo=True):
    """A number that was reserved before everything stopped."""
    with story() as session:
        certificate = a_certificate(session, CertificateStatus.RESERVED)
        if photo:
            attachment = session.scalars(
                select(Attachment).where(
                    Attachment.kind == "photo", Attachment.submission_id == certificate.submission_id
                )
            ).one()
            attachment.digest = panel.extensions["zhicheng_files"].put(portrait(seed=3))
        return certificate.number


def test_what_was_reserved_is_finished_and_doing_it_again_does_nothing(run, panel, story):
    number = reserved(story, panel)
    code, (told,) = run("recover")
    assert (code, told) == (0, {"finished": [number], "unfinished": [], "swept": 0, "strangers": []})
    assert run("recover")[1][0]["finished"] == []
    with story() as session:
        row = session.scalars(select(Certificate)).one()
        assert row.status is CertificateStatus.ISSUED
        trail = session.scalars(select(AuditEntry).where(AuditEntry.act == "issue_certificate")).one()
        assert trail.actor_name == "命令行"


def test_what_cannot_be_finished_is_named_and_may_be_given_up_with_a_reason(run, panel, story):
    number = reserved(story, panel, photo=False)
    code, (told,) = run("recover")
    assert code == 1
    assert [(one["number"], one["code"]) for one in told["unfinished"]] == [(number, "bad_file")]
    _, (waiting,) = run("gaps", "2025")
    assert (waiting["number"], waiting["status"]) == (number, "reserved")
    assert run("void", number, "--reason", " ")[0] == 1
    assert run("void", number, "--reason", "照片遗失，另行制发") == (
        0,
        [{"number": number, "status": "void"}],
    )
    assert run("void", number, "--reason", "再作废")[0] == 1
    assert run("void", "123", "--reason", "无此编号")[1][0]["error"]["code"] == "not_found"
    _, (gap,) = run("gaps")
    assert (gap["serial"], gap["reason"], gap["who"]) == (1, "照片遗失，另行制发", "命令行")
    assert run("recover")[0] == 0


def test_numbers_that_a_broken_disk_lost_are_skipped_by_number_or_serial(run, panel, story):
    number = reserved(story, panel)
    lost = compose_number(PATTERN, year=2025, route_digit="1", level_digit="3", serial=3)
    for words in ((number, "--reason", "恢复"), ("12345x", "--reason", "恢复"), (lost, "--reason", " ")):
        code, (told,) = run("skip-to", *words)
        assert (code, set(told)) == (1, {"error"})
    told = {"year": 2025, "skipped": 2, "first": 2, "last": 3}
    assert run("skip-to", lost, "--reason", "从备份恢复") == (0, [told])
    assert run("skip-to", "3", "--reason", "从备份恢复") == (0, [told | {"skipped": 0, "first": None}])
    assert run("skip-to", "00004", "--reason", "留有余地") == (
        0,
        [told | {"skipped": 1, "first": 4, "last": 4}],
    )
    _, (waiting, *skipped) = run("gaps", "2025")
    assert [(one["serial"], one["number"], one["who"], one["reason"]) for one in skipped] == [
        (2, None, "命令行", "从备份恢复"),
        (3, None, "命令行", "从备份恢复"),
        (4, None, "命令行", "留有余地"),
    ]


def test_old_temporary_files_go_and_files_without_a_row_are_named(run, panel, story):
    store = panel.extensions["zhicheng_files"]
    stranger = store.put(b"nobody knows me")
    for name, age in (("old", 7200), ("new", 60)):
        file = store.folder / ".incoming" / name
        file.write_bytes(b"half")
        os.utime(file, (time.time() - age,) * 2)
    code, (told,) = run("recover")
    assert (code, told["swept"]) == (1, 1)
    assert told["strangers"] == [{"digest": stranger, "number": None}]
    assert [file.name for file in (store.folder / ".incoming").iterdir()] == ["new"]


def test_serving_finishes_first_and_says_so(run, panel, story, monkeypatch, capsys):
    monkeypatch.setitem(panel.extensions, "zhicheng_press", PaperlessPress())
    reserved(story, panel, photo=False)
    with panel.app_context():
        finish_what_was_begun()
        finish_what_was_begun()
    assert capsys.readouterr().out.count("已补制上次中断的证书 1 件") == 1
