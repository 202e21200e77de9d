"""The reviewer's desk through the real door: by links and forms, as without JavaScript; and what its script asks for."""

import re
from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlalchemy import select

from tests.admin.test_submission import ACT, DETAILS, act, made
from tests.builders import a_next_round, a_submission
from tests.intake.sample_files import pdf
from zhicheng.intake.lifecycle import Status
from zhicheng.review.presence import Presence
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.tables import Attachment, AuditEntry, Defect, MaterialVerdict, ReviewDraft, Submission

AT = "/admin/submission/{}/?id={}"
SCRIPT = {"Accept": "application/json"}


def press(client, key, address, form, **more):
    """Send a small form of the page."""
    return client.send(AT.format(address, key), form, seen=DETAILS.format(key), **more)


def typed(text, code="return"):
    """What stands in the box of an opinion."""
    found = re.search(rf'id="words-{code}"[^>]*>\n?([^<]*)<', text)
    return found[1] if found else None


def files_of(story, key):
    """Keys of the files of a submission, by kind."""
    with story() as session:
        rows = session.scalars(select(Attachment).where(Attachment.submission_id == key))
        return {row.kind: row.id for row in rows}


@pytest.fixture
def case(story, people):
    """A submission under review, and a reviewer in front of it."""
    return made(story), people(Role.REVIEWER)


def test_words_survive_reload_and_are_the_writers_own(case, people):
    key, reviewer = case
    answer = press(reviewer, key, "words", {"act": "return", "opinion": "请补章。", "version": "1"})
    assert answer.status_code == 303 and answer.location == DETAILS.format(key) + "#do-return"
    page = reviewer.get(DETAILS.format(key)).text
    assert typed(page) == "请补章。" and "草稿 15:00 已保存" in page
    assert typed(people(Role.REVIEWER, name="other").get(DETAILS.format(key)).text) != "请补章。"


def test_the_script_gets_json(case):
    key, reviewer = case
    answer = press(reviewer, key, "words", {"act": "return", "opinion": "请"}, headers=SCRIPT)
    assert answer.json == {"saved": "15:00", "made": ""}
    answer = press(reviewer, key, "words", {"act": "return", "opinion": "长" * 4_001}, headers=SCRIPT)
    assert answer.status_code == 422 and "4000" in answer.json["sentence"]


@pytest.mark.parametrize("at", [Status.RETURNED, Status.APPROVED])
def test_a_late_draft_is_told_so(story, people, at):
    key, reviewer = made(story, at), people(Role.REVIEWER)
    form = {"act": "return", "opinion": "x"}
    answer = reviewer.send(AT.format("words", key), form, seen="/admin/submission/", headers=SCRIPT)
    assert answer.status_code == 409 and at.label in answer.json["sentence"]


def test_a_verdict_is_given_and_taken_back(case, story):
    key, reviewer = case
    file = files_of(story, key)["diploma"]
    press(reviewer, key, "judge", {"file": str(file), "verdict": "accepted"})
    assert f'value="" id="accept-{file}" aria-pressed="true"' in reviewer.get(DETAILS.format(key)).text
    press(reviewer, key, "judge", {"file": str(file), "verdict": ""})
    assert 'aria-pressed="true"' not in reviewer.get(DETAILS.format(key)).text


def test_a_pin_from_the_catalogue_goes_into_the_opinion_and_with_the_return_for_good(case, story):
    key, reviewer = case
    file = files_of(story, key)["diploma"]
    form = {"file": str(file), "choice": "0", "reason": "", "page": "1", "box": "10,20,30,5"}
    assert press(reviewer, key, "pin", form).location.endswith(f"#file-{file}")
    page = reviewer.get(DETAILS.format(key)).text
    assert "1. 〔通知 4.2〕毕业证书 第1页：印章不清" in typed(page)
    act(reviewer, key, "return", typed(page))
    with story() as session:
        kept = session.scalars(select(Defect)).one()
        assert (kept.kind, kept.page, kept.box, kept.clause) == ("diploma", 1, [10, 20, 30, 5], "4.2")
        assert session.scalars(select(MaterialVerdict)).one().judgement.value == "defective"
        assert session.scalars(select(ReviewDraft)).all() == []


def test_a_pin_in_own_words_is_taken_off_again(case, story):
    key, reviewer = case
    file = files_of(story, key)["photo"]
    form = {"file": str(file), "choice": "", "reason": "背景不是纯色", "page": "", "box": ""}
    press(reviewer, key, "pin", form)
    assert "〔通知 4.1〕一寸免冠照片：背景不是纯色" in typed(reviewer.get(DETAILS.format(key)).text)
    press(reviewer, key, "unpin", {"file": str(file), "number": "1"})
    assert "背景不是纯色" not in reviewer.get(DETAILS.format(key)).text


@pytest.mark.parametrize(
    ("address", "form", "status"),
    [
        ("pin", {"reason": ""}, 422),
        ("pin", {"reason": "x", "page": "9"}, 422),
        ("pin", {"reason": "x", "page": "1", "box": "1,2,3"}, 422),
        ("pin", {"reason": "x", "page": "1", "box": "1,2,nan,4"}, 422),
        ("pin", {"reason": "x", "page": "1", "box": "99,2,50,4"}, 422),
        ("pin", {"reason": "x", "choice": "-1"}, 422),
        ("pin", {"reason": "x\x00"}, 422),
        ("pin", {"reason": "x", "status": "approved"}, 400),
        ("judge", {"verdict": "perfect"}, 422),
        ("unpin", {"number": "0"}, 422),
    ],
    ids=str,
)
def test_junk_is_refused_in_words_and_changes_nothing(case, story, address, form, status):
    key, reviewer = case
    sent = {"file": str(files_of(story, key)["diploma"]), **form}
    answer = press(reviewer, key, address, sent)
    assert answer.status_code == status
    with story() as session:
        assert session.scalars(select(ReviewDraft)).all() == []


def test_another_submissions_file_is_not_found(case, story):
    key, reviewer = case
    foreign = files_of(story, made(story))["diploma"]
    for address, more in (("judge", {"verdict": "accepted"}), ("pin", {"reason": "x"})):
        assert press(reviewer, key, address, {"file": str(foreign), **more}).status_code == 404


@pytest.mark.parametrize("address", ["words", "quote", "judge", "pin", "unpin", "presence"])
def test_a_foreign_submission_looks_like_none(people, story, address):
    key = made(story, route="award_senior")
    client = people(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,))
    form = {"csrf_token": client.csrf("/admin/submission/")}
    assert client.post(AT.format(address, key), data=form).status_code == 404
    assert client.post(AT.format(address, 999_999), data=form).status_code == 404


def test_a_finding_is_written_into_the_opinion(people, story):
    key = made(story, employer={"kind": "civil_nonenterprise"})
    reviewer = people(Role.REVIEWER)
    page = reviewer.page(DETAILS.format(key))
    quote = next(one for one in page.forms if one["action"] and "/quote/" in one["action"])
    fields = {name: quote["fields"][name] for name in ("clause", "line")}
    press(reviewer, key, "quote", fields)
    words = typed(reviewer.get(DETAILS.format(key)).text)
    assert words.startswith("您的申报材料经审核有以下问题")
    assert f"1. 〔通知 {fields['clause']}〕" in words and "48小时内再次提交" in words


def test_a_last_round_writes_into_the_refusal(people, story):
    with story() as session:
        submission = a_submission(session, Status.RETURNED, employer={"kind": "civil_nonenterprise"})
        key = submission.id
        a_next_round(session, submission)
    reviewer = people(Role.REVIEWER)
    act(reviewer, key, "start_review")
    act(reviewer, key, "return", "请再补。")
    with story() as session:
        a_next_round(session, session.get_one(Submission, key))
    act(reviewer, key, "start_review")
    press(reviewer, key, "quote", {"clause": "2", "line": "不在范围"})
    page = reviewer.get(DETAILS.format(key)).text
    assert "〔通知 2〕不在范围" in typed(page, "review_decline") and 'id="words-return"' not in page


def test_a_finding_leads_to_its_evidence_and_a_file_to_its_findings(case, story):
    key, reviewer = case
    page = reviewer.page(DETAILS.format(key))
    file = files_of(story, key)["work_proof"]
    assert f"#file-{file}" in page.links
    assert any(link.startswith("#finding-") for link in page.links)


def test_presence_is_told_and_the_next_one_is_nobody_elses(people, story):
    first, second, third = made(story), made(story), made(story)
    me, other = people(Role.REVIEWER, name="me"), people(Role.REVIEWER, name="other")
    assert press(other, second, "presence", {}).json == {"others": []}
    told = press(me, second, "presence", {}).json["others"]
    assert len(told) == 1 and told[0] in me.get(DETAILS.format(second)).text
    assert act(me, first, "review_pass", go_on="1").location == DETAILS.format(third)
    press(other, second, "presence", {"gone": "1"})
    assert press(me, second, "presence", {}).json == {"others": []}
    with story() as session:
        assert session.query(Presence).count() == 1


def test_whoever_falls_silent_is_forgotten_though_the_office_rehearses_at_a_fixed_hour(people, story):
    key, other = made(story), people(Role.REVIEWER, name="other")
    before = datetime.now(UTC)
    press(other, key, "presence", {})
    with story() as session:
        assert session.scalars(select(Presence.seen_at)).one() >= before


def test_presence_and_drafts_leave_no_trace_in_the_trail(case, story):
    key, reviewer = case
    with story() as session:
        before = session.query(AuditEntry).count()
    press(reviewer, key, "presence", {})
    press(reviewer, key, "words", {"act": "return", "opinion": "请补章。"})
    with story() as session:
        assert session.query(AuditEntry).count() == before


def test_the_second_round_says_what_changed(people, story):
    with story() as session:
        submission = a_submission(session, Status.RETURNED, work_summary="太短")
        key = submission.id
        a_next_round(session, submission)
    page = people(Role.REVIEWER).get(DETAILS.format(key)).text
    assert "与上次相比" in page and "处未改" in page and "要求补正，未补正" in page


def test_a_pin_that_was_not_mended_is_asked_for_again_at_a_press(case, story):
    key, reviewer = case
    file = str(files_of(story, key)["photo"])
    press(reviewer, key, "pin", {"file": file, "choice": "", "reason": "背景不是纯色", "page": "", "box": ""})
    act(reviewer, key, "return", typed(reviewer.get(DETAILS.format(key)).text))
    with story() as session:
        a_next_round(session, session.get_one(Submission, key))
    act(reviewer, key, "start_review")
    page = reviewer.page(DETAILS.format(key))
    assert "背景不是纯色" not in (typed(page.text) or "")
    again = next(one for one in page.forms if "背景不是纯色" in one["fields"].get("line", ""))
    press(reviewer, key, "quote", {name: again["fields"][name] for name in ("clause", "line")})
    assert "1. 〔通知 4.1〕一寸免冠照片：背景不是纯色" in typed(reviewer.get(DETAILS.format(key)).text)


def test_the_twin_of_a_file_is_linked_within_the_office_and_only_counted_beyond(people, story):
    with story() as session:
        first, near = (a_submission(session, Status.IN_REVIEW) for _ in range(2))
        far = a_submission(session, Status.IN_REVIEW, route="award_senior")
        for one, digest in ((first, "a"), (near, "a"), (far, "a")):
            row = session.scalar(select(Attachment).where(Attachment.submission_id == one.id).limit(1))
            row.digest, row.pages, row.size = digest * 64, 1, 10
    page = people(Role.REVIEWER, offices=(Office.JUNIOR_OFFICE,)).get(DETAILS.format(first.id)).text
    assert "与另外 2 名申报人上传的文件完全相同" in page
    assert near.number in page and far.number not in page and far.applicant.name not in page


def test_thumbs_and_warming_show_nothing_that_would_have_to_be_noted(people, story):
    key = made(story, Status.RETURNED)
    clerk, reviewer = people(Role.CLERK), people(Role.REVIEWER)
    form = {"kind": "appraisal", "for_year": "2024", "scan": (BytesIO(pdf(1)), "考核.pdf")}
    clerk.send(f"/admin/attachment/new/?submission={key}", form, content_type="multipart/form-data")
    with story() as session:
        file = session.scalar(select(Attachment.id).where(Attachment.digest.is_not(None)))
        before = session.query(AuditEntry).count()
    assert reviewer.get(f"/admin/attachment/warm/?submission={key}").status_code == 204
    thumb = reviewer.get(f"/admin/attachment/thumb/?id={file}")
    assert thumb.mimetype == "image/jpeg" and len(thumb.data) < 8_000
    again = reviewer.get(
        f"/admin/attachment/thumb/?id={file}", headers={"If-None-Match": thumb.headers["ETag"]}
    )
    assert again.status_code == 304
    with story() as session:
        assert session.query(AuditEntry).count() == before
    assert reviewer.get(f"/admin/attachment/page/?id={file}&page=1").status_code == 200
    with story() as session:
        assert session.query(AuditEntry).count() == before + 1
    abroad = people(Role.REVIEWER, offices=(Office.TITLE_OFFICE,), name="abroad")
    assert abroad.get(f"/admin/attachment/warm/?submission={key}").status_code == 404


@pytest.mark.parametrize("role", [Role.CLERK, Role.ISSUER, Role.AUDITOR])
def test_who_only_reads_gets_no_pencil(people, story, role):
    page = people(role).get(DETAILS.format(made(story))).text
    assert "标注问题" not in page and "暂存" not in page and "data-presence" not in page


def test_the_wide_pane_is_remembered_and_nothing_else_is_believed(case):
    key, reviewer = case
    for sent, width in (("65", "65"), ("99", "60"), ('"><script>', "60")):
        reviewer.set_cookie("pane", sent)
        assert f'class="cockpit" data-pane="{width}"' in reviewer.get(DETAILS.format(key)).text


def test_everything_can_be_done_by_forms_alone(case, story):
    key, reviewer = case
    page = reviewer.page(DETAILS.format(key))
    actions = {one["action"].split("?")[0] for one in page.forms if one["action"] and one["method"] == "post"}
    assert {AT.format(one, "").split("?")[0] for one in ("act", "judge", "pin")} <= actions
    assert ACT.format(key) in {one["action"] for one in page.forms}
