"""申报 through the real door: the queue, the page, and every act on it."""

import re

import pytest
from sqlalchemy import select

from tests.builders import LATER, a_batch, a_certificate, a_record, a_submission, an_actor
from tests.web.pages import Page
from zhicheng.intake.lifecycle import Status
from zhicheng.plan.verbs import TABLE
from zhicheng.review.start_review import start_review
from zhicheng.staff.office import Office
from zhicheng.staff.permission import GRANTS, Role
from zhicheng.tables import Attachment, Submission, Transition

LIST = "/admin/submission/"
DETAILS = "/admin/submission/details/?id={}"
ACT = "/admin/submission/act/?id={}"
SCRIPTS = 2  # of every page; the cockpit brings a third
PAYLOAD = "<script>window.__xss=1</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
READERS = (Role.CLERK, Role.REVIEWER, Role.APPROVER, Role.ISSUER, Role.INTEGRITY_OFFICER, Role.AUDITOR)


def act(client, key, code, opinion="", **more):
    """Press a button of the page, with the version that is on it."""
    seen = DETAILS.format(key)
    version = re.search(r'name="version" value="(\d+)"', client.get(seen).text)
    form = {"act": code, "opinion": opinion, "version": version[1] if version else "1", **more}
    return client.send(ACT.format(key), form, seen=seen)


def made(story, at=Status.IN_REVIEW, **more):
    """One submission; its key."""
    with story() as session:
        return a_submission(session, at, **more).id


def status_of(story, key):
    """Where it stands now."""
    with story() as session:
        return session.get_one(Submission, key).status


@pytest.mark.parametrize("at", list(Status))
def test_every_reader_reads_every_status(people, story, at):
    key = made(story, at)
    for role in READERS:
        text = people(role).get(DETAILS.format(key)).text
        assert at.label in text and "古丽娜" in text


def test_an_administrator_reads_none(people, story):
    key = made(story)
    client = people(Role.ADMINISTRATOR)
    assert client.get(LIST).status_code == client.get(DETAILS.format(key)).status_code == 403


@pytest.mark.parametrize("path", [DETAILS, ACT])
def test_a_foreign_key_looks_like_none(people, story, path):
    key = made(story, route="award_senior")
    client = people(Role.REVIEWER, Role.APPROVER, offices=(Office.JUNIOR_OFFICE,))
    token = client.csrf(LIST)
    answers = []
    for one in (key, 999_999):
        if path is ACT:
            form = {"act": "review_pass", "version": "1", "csrf_token": token}
            answers.append(client.post(path.format(one), data=form))
        else:
            answers.append(client.get(path.format(one)))
    assert {one.status_code for one in answers} == {404}
    without_number = {re.sub(r"编号 \w+", "", one.text) for one in answers}
    assert len(without_number) == 1
    assert client.get(LIST).text.count("受理号") and "T0" not in client.get(LIST).text


def test_the_list_shows_what_its_columns_promise(people, story):
    with story() as session:
        short = a_submission(session, work_summary="太短")
        number = short.number
        a_submission(session, Status.RETURNED)
    text = people(Role.REVIEWER).get(LIST).text
    for words in (
        number,
        "初次确定（初级）",
        "待审核",
        "已退回",
        "剩 21 小时",
        "1/3",
        '机械 <span class="nowrap">→ 助理工程师</span>',
        "4.5",
    ):
        assert words in text, words


def test_tabs_count_and_filters_narrow(people, story):
    with story() as session:
        wrong = a_submission(session, work_summary="太短").number
        whole = a_submission(session).number
        batch = a_batch(session, size=1)
        name, member = (
            batch.number,
            session.scalar(select(Submission).where(Submission.status == "approved")).number,
        )
    client = people(Role.REVIEWER)

    def numbers(query):
        return set(re.findall(r"2025-\d{5}", client.get(LIST + query).text))

    assert numbers("?flt_status_is=queued") == {wrong, whole}
    assert numbers("?flt_outcome_is=returnable") == {wrong}
    assert numbers("?flt_outcome_is=eligible") == {whole, member}
    assert numbers(f"?flt_batch_is={name}") == {member}
    assert numbers(f"?search={whole}") == {whole}
    assert numbers("?flt_waiting_is=queued") == {wrong, whole}


@pytest.mark.parametrize(
    ("query", "acts"),
    [
        ("", {"run_checks", "return", "approve", "decline", "send_back"}),
        ("?flt_status_is=queued", {"run_checks"}),
        ("?flt_waiting_is=to_decide", {"run_checks", "return", "approve", "decline", "send_back"}),
        ("?flt_status_is=approved", set()),
    ],
)
def test_a_list_offers_what_can_be_done_to_its_rows(people, story, query, acts):
    for status in (Status.QUEUED, Status.REVIEWED, Status.APPROVED):
        made(story, status)
    text = people(Role.APPROVER).get(LIST + query).text
    assert set(re.findall(r'name="action" value="(\w+)"', text)) == acts
    assert ('name="rowid"' in text) == bool(acts)


def test_a_whole_identity_number_finds_and_a_part_does_not(people, story):
    with story() as session:
        submission = a_submission(session)
        number, identity = submission.number, submission.applicant.id_number
        a_submission(session)
    client = people(Role.REVIEWER)
    found = client.get(f"{LIST}?search={identity}").text
    assert number in found and found.count('class="row-link"') == 1
    assert number not in client.get(f"{LIST}?search={identity[:17]}").text
    assert identity not in client.get(DETAILS.format(submission.id)).text.replace(f"search={identity}", "")


def test_a_percent_sign_finds_nothing(people, story):
    made(story)
    assert "没有符合条件" in people(Role.REVIEWER).get(f"{LIST}?search=%25").text


def test_the_queue_is_oldest_first(people, story):
    with story() as session:
        keys = [a_submission(session).number for _ in range(3)]
    text = people(Role.REVIEWER).get(LIST + "?flt_status_is=queued").text
    assert sorted(keys, key=text.index) == keys


def test_the_page_says_what_is_missing_with_its_clause(people, story):
    with story() as session:
        submission = a_submission(
            session, Status.IN_REVIEW, work_summary="太短", appraisals=[], attachments=[]
        )
    text = people(Role.REVIEWER).get(DETAILS.format(submission.id)).text
    for words in (
        "4.6 未见",
        "身份证（正面）",
        "2024 年度",
        "须退回补正",
        "4.4",
        "诚信核查",
        "个工作日",
    ):
        assert words in text, words
    opinion = re.search(r'id="words-return"[^>]*>([^<]*)<', text)[1]
    assert "1. 〔通知 " in opinion and "4.5" in opinion and "48小时内" in opinion


def test_what_is_missing_leads_the_clerk_to_its_form(people, story):
    with story() as session:
        key = a_submission(session, Status.RETURNED, attachments=[]).id
    clerk = people(Role.CLERK)
    missing = re.findall(r'class="absent" href="([^"]+)"', clerk.get(DETAILS.format(key)).text)
    appraisal = next(one for one in missing if "kind=appraisal" in one)
    form = clerk.get(appraisal.replace("&amp;", "&")).text
    assert '<option selected value="appraisal"' in form and 'value="2024"' in form


def test_holidays_of_xinjiang_are_named(people, story):
    shown = {"from": "2025-06-03", "to": "2025-06-12", "result_on": "2025-06-13", "report_on": "2025-06-16"}
    key = made(story, publicity=shown)
    text = people(Role.REVIEWER).get(DETAILS.format(key)).text
    assert "5 个工作日" in text and "古尔邦节 06-06 至 06-10" in text


class TestActs:
    """Each button, once as it should be and once as it should not."""

    def test_from_the_queue_to_the_approval(self, people, story):
        key = made(story, Status.QUEUED)
        reviewer, approver = people(Role.REVIEWER), people(Role.APPROVER)
        assert act(reviewer, key, "start_review").status_code == 303
        assert act(reviewer, key, "run_checks").status_code == 303
        assert act(reviewer, key, "review_pass").status_code == 303
        assert act(approver, key, "approve", "同意。").status_code == 303
        assert status_of(story, key) is Status.APPROVED
        assert "复核通过" in approver.get(DETAILS.format(key)).text

    def test_a_return_says_until_when(self, people, story):
        key, reviewer = made(story), people(Role.REVIEWER)
        act(reviewer, key, "return", "请补年度考核证明。")
        text = reviewer.get(DETAILS.format(key)).text
        assert "2025-09-05 15:00</span>（北京时间）前再次提交，逾期不予受理" in text
        assert "请补年度考核证明。" in text and "剩 48 小时" in text or "剩 2 天" in text

    def test_a_clerk_hands_in_again_and_withdraws(self, people, story):
        key, clerk = made(story, Status.RETURNED), people(Role.CLERK)
        assert act(clerk, key, "submit").status_code == 303
        assert status_of(story, key) is Status.QUEUED
        assert act(clerk, key, "withdraw").status_code == 422
        assert act(clerk, key, "withdraw", "申报人来函要求撤回").status_code == 303
        assert status_of(story, key) is Status.WITHDRAWN

    def test_send_back_decline_and_annul(self, people, story):
        keys = [made(story, Status.REVIEWED) for _ in range(2)]
        approved, approver = made(story, Status.APPROVED), people(Role.APPROVER)
        act(approver, keys[0], "send_back", "请再核对学历。")
        act(approver, keys[1], "decline", "不在申报范围。")
        act(approver, approved, "annul", "材料不实。")
        assert [status_of(story, key) for key in (*keys, approved)] == [
            Status.IN_REVIEW, Status.DECLINED, Status.ANNULLED,
        ]  # fmt: skip

    def test_after_the_act_the_next_one_opens(self, people, story):
        first, second = made(story), made(story)
        reviewer = people(Role.REVIEWER)
        answer = act(reviewer, first, "review_pass", go_on="1")
        assert answer.location == DETAILS.format(second)
        answer = act(reviewer, second, "review_pass", go_on="1")
        assert answer.location == DETAILS.format(second)
        assert "没有下一件" in reviewer.get(answer.location).text

    def test_who_reviewed_does_not_decide(self, people, story):
        both = people(Role.REVIEWER, Role.APPROVER)
        key = made(story, Status.IN_REVIEW)
        act(both, key, "review_pass")
        text = both.get(DETAILS.format(key)).text
        assert "须由另一人复核通过" in text and 'id="words-approve"' not in text
        answer = act(both, key, "approve")
        assert answer.status_code == 409 and status_of(story, key) is Status.REVIEWED

    def test_the_slower_one_keeps_the_words_and_learns_who_was_faster(self, people, story):
        key = made(story)
        slow, fast = people(Role.REVIEWER, name="slow"), people(Role.REVIEWER, name="fast")
        version = re.search(r'name="version" value="(\d+)"', slow.get(DETAILS.format(key)).text)[1]
        act(fast, key, "review_pass")
        form = {"act": "return", "opinion": "我写了很久的意见", "version": version}
        answer = slow.send(ACT.format(key), form, seen=DETAILS.format(key))
        assert answer.status_code == 409
        assert "办理了“初审”" in answer.text and "我写了很久的意见" in answer.text
        assert status_of(story, key) is Status.REVIEWED

    def test_a_slower_one_whose_button_is_gone_keeps_the_words_too(self, people, story):
        key = made(story, Status.REVIEWED)
        slow, fast = people(Role.APPROVER, name="slow"), people(Role.APPROVER, name="fast")
        version = re.search(r'name="version" value="(\d+)"', slow.get(DETAILS.format(key)).text)[1]
        act(fast, key, "approve")
        form = {"act": "decline", "opinion": "不在申报范围内", "version": version}
        answer = slow.send(ACT.format(key), form, seen=LIST)
        assert answer.status_code == 409
        assert "您填写的意见" in answer.text and "不在申报范围内" in answer.text

    def test_a_barred_person_is_not_approved(self, people, story):
        with story() as session:
            submission = a_submission(session, Status.REVIEWED)
            a_record(session, submission.applicant.id_number)
        answer = act(people(Role.APPROVER), submission.id, "approve", "同意。")
        assert answer.status_code == 422 and "诚信档案中有记录" in answer.text and "同意。" in answer.text

    @pytest.mark.parametrize(
        "verb", [verb for verb in TABLE if verb.code != "issue"], ids=lambda verb: verb.code
    )
    def test_every_act_takes_its_own_permission(self, people, story, verb):
        key = made(story, Status.REVIEWED)
        for role in Role:
            client = people(role)
            form = {
                "act": verb.code,
                "opinion": "意见",
                "version": "1",
                "csrf_token": client.csrf("/password"),
            }
            answer = client.post(ACT.format(key), data=form)
            assert (answer.status_code == 403) is (verb.permission not in GRANTS[role]), role
        assert status_of(story, key) is Status.REVIEWED  # version 1 was long ago

    @pytest.mark.parametrize(
        "form",
        [
            {"act": "drop"},
            {"act": "issue"},
            {"act": "review_pass", "version": "x"},
            {"act": "review_pass", "status": "approved"},
        ],
        ids=str,
    )
    def test_junk_is_refused(self, people, story, form):
        key, client = made(story), people(Role.REVIEWER, Role.ISSUER)
        sent = {"version": "1", "opinion": "", **form}
        assert client.send(ACT.format(key), sent, seen=DETAILS.format(key)).status_code == 400
        assert status_of(story, key) is Status.IN_REVIEW

    def test_a_control_character_and_an_endless_opinion_come_back(self, people, story):
        key, client = made(story), people(Role.REVIEWER)
        for opinion in ("a\x00b", "长" * 5_000):
            assert act(client, key, "return", opinion).status_code == 422
        assert status_of(story, key) is Status.IN_REVIEW


def test_payloads_are_inert_wherever_they_are_shown(people, story):
    words = PAYLOAD[:45]
    with story() as session:
        submission = a_submission(
            session,
            Status.RETURNED,
            applicant={"name": words, "phone": "<b>9</b>"},
            employer={"name": PAYLOAD, "supervising_department": PAYLOAD},
            title_sought={"specialty": PAYLOAD},
            work_summary=PAYLOAD,
            employment=[
                {"employer": PAYLOAD, "post": PAYLOAD, "specialty": PAYLOAD, "professional": True, "from": "2024-07-01"}
            ],
            education=[
                {"level": "21", "full_time": True, "completed_on": "2024-06-21", "school": PAYLOAD, "major": PAYLOAD,
                 "foreign": True, "certification_no": PAYLOAD[:50]}
            ],
            attachments=[{"kind": "other", "file": "<img src=x onerror=alert(1)>.pdf"}],
        )  # fmt: skip
        key = submission.id
    client = people(Role.CLERK, Role.REVIEWER)
    for path in (
        LIST,
        DETAILS.format(key),
        f"{LIST}?search={PAYLOAD}",
        "/admin/attachment/?flt_kind_is=other",
        "/",
    ):
        answer = client.get(path, follow_redirects=True)
        page = Page(answer.text)
        assert page.words["script"] == SCRIPTS + (path == DETAILS.format(key)), path
        assert "<img src=x" not in answer.text and "<b>9</b>" not in answer.text and ">49<" not in answer.text
    act(client, key, "withdraw", PAYLOAD)
    assert Page(client.get(DETAILS.format(key)).text).words["script"] == SCRIPTS + 1


def test_a_certificate_and_a_batch_are_linked(people, story):
    with story() as session:
        certificate = a_certificate(session)
        key, number = certificate.submission_id, certificate.number
    text = people(Role.ISSUER).get(DETAILS.format(key)).text
    assert number in text and "/admin/batch/details/?id=" in text


def test_the_scan_of_two_persons_is_pointed_out(people, story):
    with story() as session:
        first, second = (a_submission(session, Status.IN_REVIEW) for _ in range(2))
        for one in (first, second):
            row = session.scalar(select(Attachment).where(Attachment.submission_id == one.id).limit(1))
            row.digest, row.pages, row.size = "a" * 64, 1, 10
    assert "与另外 1 名申报人上传的文件完全相同" in people(Role.REVIEWER).get(DETAILS.format(first.id)).text


def test_neighbours_lead_through_the_queue(people, story):
    with story() as session:
        reviewer = an_actor(session, Role.REVIEWER)
        keys = [a_submission(session).id for _ in range(3)]
        start_review(session, reviewer, LATER, session.get_one(Submission, keys[1]))
        moves = session.scalars(select(Transition)).all()
        assert moves
    page = people(Role.REVIEWER).page(DETAILS.format(keys[0]))
    assert DETAILS.format(keys[2]) in page.links and DETAILS.format(keys[1]) not in page.links
