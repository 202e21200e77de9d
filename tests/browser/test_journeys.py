"""The way of a file through the office, walked with mouse and keyboard, judged by what is seen."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.conftest import Office, sign_in
from tests.browser.look import must_be_whole
from tests.builders import a_case_file, an_id_number
from zhicheng.demo.files import portrait, scan

Desk = Callable[..., Page]


def press(place: Page | Locator, name: str, *, sure: bool = False) -> None:
    """A button; and yes, where it asks first."""
    place.get_by_role("button", name=name, exact=False).first.click()
    if sure:
        page = place if isinstance(place, Page) else place.page
        page.locator("dialog[open] button[value=yes]").click()


def open_queue(page: Page, tab: str, words: str = "") -> Locator:
    """The list of submissions behind a tab, narrowed to ``words``; the rows."""
    page.goto("/admin/submission/")
    page.get_by_role("link", name=re.compile(rf"^{tab}\s*\d")).click()
    if words:
        page.get_by_label("在本页查找").fill(words)
        page.get_by_label("在本页查找").press("Enter")
    return page.locator("tbody tr")


def open_first(page: Page, tab: str, words: str = "") -> str:
    """Open the first of a tab; its number."""
    first = open_queue(page, tab, words).first.locator("a.row-link")
    number = first.inner_text().strip()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    return number


def panel(page: Page, code: str) -> Locator:
    """The form of an act on one submission; where words belong to it, opened."""
    form = page.locator(f"#do-{code}")
    form.wait_for(state="attached")  # the page that has it may still be on its way
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    return form


def stay(form: Locator) -> Locator:
    """The button of an act that does not go on to the next one."""
    form.wait_for(state="attached")
    return form.locator("button[type=submit]:not([name=go_on], [formaction])").first


def open_file(page: Page, label: str) -> Locator:
    """Choose a file on the shelf; its article."""
    page.locator(".shelf a", has_text=label).last.click()
    article = page.locator("article.shown")
    expect(article).to_contain_text(label)
    return article


def state_of(page: Page) -> Locator:
    """The line that says where a submission stands."""
    return page.get_by_label("概况")


@pytest.fixture
def case_file(tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A case file on the clerk's desk, and what stands in it."""
    case = a_case_file()
    case["reference"] = f"甲-{case['applicant']['id_number'][-6:]}"
    path = tmp_path / "案卷.jsonl"
    path.write_text(json.dumps(case, ensure_ascii=False) + "\n")
    return path, case


def test_a_clerk_imports_case_files_after_a_trial(
    desk: Desk, case_file: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    path, case = case_file
    broken = tmp_path / "有误.jsonl"
    broken.write_text(path.read_text() + '{"schema": "zhicheng.case/1"}\n')
    files = []
    for one in case["attachments"]:
        files.append(tmp_path / one["file"])
        words = [str(one.get("year", ""))]
        scanned = scan(one["kind"], name=case["applicant"]["name"], lines=words, seed=4711)
        files[-1].write_bytes(portrait(seed=4711) if one["kind"] == "photo" else scanned)
    page = desk("shoujian")
    page.goto("/")
    page.get_by_role("link", name="导入", exact=True).click()
    page.get_by_label("案卷文件").set_input_files(broken)
    page.get_by_label("附件（可不选）").set_input_files(files)
    press(page, "试运行")
    expect(page.get_by_text("试运行完成，还没有存入任何内容")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(2)
    expect(page.locator("tbody tr").filter(has_text=case["reference"])).to_have_count(1)
    must_be_whole(page)
    press(page, "确认导入 1 件")
    expect(page.get_by_text("导入完成：1 件已存入")).to_be_visible()
    open_first(page, "待审核", case["applicant"]["name"])
    expect(page.get_by_role("heading", level=1)).to_contain_text(case["applicant"]["name"])
    expect(open_file(page, "一寸免冠照片").locator("img.scan")).to_be_visible()
    page.goto("/admin/import/")
    page.get_by_label("案卷文件").set_input_files(path)
    page.get_by_label("附件（可不选）").set_input_files(files)
    press(page, "试运行")
    expect(page.get_by_text("没有可以导入的内容")).to_be_visible()  # twice changes nothing


def test_a_clerk_registers_somebody_by_hand_and_uploads_a_file(desk: Desk, tmp_path: Path) -> None:
    page = desk("shoujian")
    page.goto("/")
    page.get_by_role("link", name="申报人", exact=True).click()
    page.get_by_role("link", name="新增申报人").click()
    page.get_by_label("姓名").fill("吐尔逊.艾力")
    number = an_id_number("19910203", female=False)
    page.get_by_label("证件号码").fill(number[:-1] + ("0" if number[-1] != "0" else "1"))
    page.get_by_label("性别").select_option(label="男")
    page.get_by_label("出生日期").fill("1991-02-03")
    press(page, "保存")
    expect(page.get_by_role("alert")).to_contain_text("需要更正")
    expect(page.get_by_label("姓名")).to_have_value(re.compile("吐尔逊.艾力"))  # what was typed is kept
    must_be_whole(page)
    page.get_by_label("证件号码").fill(number)
    page.get_by_label("出生日期").fill(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")
    press(page, "保存")
    if not page.get_by_role("link", name="新建申报").count():
        page.get_by_role("link", name="吐尔逊·艾力").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("吐尔逊·艾力")
    page.get_by_role("link", name="新建申报").click()
    page.get_by_label("申报类别").select_option(index=1)
    unit = page.get_by_label("单位", exact=False).first
    unit.press_sequentially("天山云岭")
    option = page.locator("datalist option").first
    expect(option).to_be_attached()
    unit.fill(option.get_attribute("value") or "")
    page.get_by_label("申报系列").select_option(label="工程技术")
    page.get_by_label("申报专业").fill("机械")
    page.get_by_label("申报级别").select_option(index=1)
    press(page, "保存")
    expect(page.get_by_text(re.compile(r"已登记 2025-\d+"))).to_be_visible()
    page.get_by_role("link", name=re.compile(r"新增\s*学历")).click()
    page.get_by_label("学历").first.select_option(index=1)
    page.get_by_label("毕业时间").fill("2023-13")
    press(page, "保存")
    expect(page.locator(".field-error").first).to_be_visible()
    page.get_by_label("毕业时间").fill("2022-06")
    press(page, "保存")
    expect(page.get_by_text("已保存")).to_be_visible()
    expect(page.get_by_text("2022-06", exact=True)).to_be_visible()


def test_a_clerk_uploads_a_file_which_must_be_what_it_says(desk: Desk, tmp_path: Path) -> None:
    page = desk("shoujian")
    open_first(page, "草稿")
    page.get_by_role("link", name="上传材料").click()
    page.get_by_label("材料种类").select_option(label="毕业证书")
    wrong = tmp_path / "毕业证书.pdf"
    wrong.write_bytes(b"MZ not a PDF at all" * 40)
    file_box = page.locator("input[type=file]")
    file_box.set_input_files(wrong)
    press(page, "保存")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("材料种类").select_option(label="毕业证书")
    wrong.write_bytes(scan("毕业证书", name="某人", seed=815))
    file_box.set_input_files(wrong)
    press(page, "保存")
    article = open_file(page, "毕业证书")  # the last one: the draft may list one already
    expect(article).to_contain_text("毕业证书.pdf")
    picture = article.locator("img.scan")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("i => i.naturalWidth") > 300
    with page.expect_download() as download:
        article.get_by_role("link", name="下载").click()
    assert download.value.suggested_filename == "毕业证书.pdf"
    assert download.value.path().read_bytes() == wrong.read_bytes()


def test_a_reviewer_takes_one_returns_it_with_own_words_and_passes_another(desk: Desk) -> None:
    page = desk("chushen")
    page.goto("/")
    page.get_by_role("link", name=re.compile("^待审核")).click()
    rows = page.locator("tbody tr")
    stamps = rows.locator("td[data-label=提交时间]").all_inner_texts()
    assert stamps == sorted(stamps)  # who waits longest stands first
    number = rows.first.locator("a.row-link").inner_text().strip()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(number)
    expect(page.get_by_role("heading", name=re.compile("核对"))).to_be_visible()
    expect(page.get_by_text("个工作日").filter(visible=True).first).to_be_visible()
    picture = page.locator("img.scan").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("i => i.naturalWidth") > 300
    press(page, "纳入批次并开始审核")
    expect(state_of(page)).to_contain_text("审核中")
    expect(state_of(page)).to_contain_text("组批中")

    open_first(page, "审核中", number)
    stay(panel(page, "review_pass")).click()
    expect(state_of(page)).to_contain_text("待复核")

    open_queue(page, "待审核").filter(has_text="1/3").first.locator("a.row-link").click()
    press(page, "纳入批次并开始审核")
    words = panel(page, "return").locator("textarea")
    prefilled = words.input_value()
    words.fill((prefilled + "\n" if prefilled else "") + "另请补交加盖公章的劳动合同复印件。")
    stay(panel(page, "return")).click()
    expect(state_of(page)).to_contain_text("已退回")
    expect(state_of(page)).to_contain_text("2025-09-20 10:30")
    expect(page.get_by_text("另请补交加盖公章的劳动合同复印件。").first).to_be_visible()


def test_the_opinion_is_prefilled_with_what_the_checks_found(desk: Desk, tmp_path: Path) -> None:
    case = a_case_file()
    case["work_summary"] = case["work_summary"][:900]
    path = tmp_path / "案卷.jsonl"
    path.write_text(json.dumps(case, ensure_ascii=False) + "\n")
    clerk = desk("shoujian")
    clerk.goto("/admin/import/")
    clerk.get_by_label("案卷文件").set_input_files(path)
    press(clerk, "试运行")
    press(clerk, "确认导入 1 件")
    expect(clerk.get_by_text("导入完成：1 件已存入")).to_be_visible()
    page = desk("chushen")
    page.goto("/")
    open_first(page, "待审核", case["applicant"]["name"])
    press(page, "纳入批次并开始审核")
    expect(page.locator("#do-return textarea")).to_have_value(re.compile("工作小结|2000"))


def test_an_approver_approves_one_and_nobody_whom_a_record_bars(desk: Desk) -> None:
    page = desk("fuhe")
    page.goto("/")
    for number in open_queue(page, "待复核").locator("a.row-link").all_inner_texts():
        open_first(page, "待复核", number.strip())
        stay(panel(page, "approve")).click()
        expect(state_of(page)).to_be_visible()
        if page.get_by_role("alert").count():  # entered after the submission had come in
            expect(page.get_by_role("alert").first).to_contain_text("诚信档案")
            expect(state_of(page)).to_contain_text("待复核")
            continue
        expect(state_of(page)).to_contain_text("已通过")
        return
    raise AssertionError("nobody could be approved")


def test_nobody_approves_what_they_reviewed(
    desk: Desk, stranger: Callable[..., Page], office: Office
) -> None:
    admin = desk("guanli")
    admin.goto("/admin/staff/new/")
    admin.get_by_label("登录名").fill("shuangyue")
    admin.get_by_label("姓名").fill("双月")
    admin.get_by_label("初审员").check()
    admin.get_by_label("复核员").check()
    admin.get_by_label("初级科").check()
    admin.get_by_label("职称科").check()
    admin.get_by_label(re.compile("密码")).fill("天山脚下的第一把铜钥匙一大串")
    press(admin, "保存")
    expect(admin.get_by_text("双月").first).to_be_visible()

    page = stranger()
    page.goto("/login")
    page.get_by_label("登录名").fill("shuangyue")
    page.get_by_label("密码").fill("天山脚下的第一把铜钥匙一大串")
    press(page, "登录")
    expect(page.get_by_role("heading", level=1)).to_contain_text("密码")  # a first password is changed first
    boxes = page.locator("input[type=password]")
    boxes.nth(0).fill("天山脚下的第一把铜钥匙一大串")
    boxes.nth(1).fill("博格达峰上的第二把铁钥匙一串")
    boxes.nth(2).fill("博格达峰上的第二把铁钥匙一串")
    press(page, "修改密码")
    expect(page.get_by_role("heading", level=1)).to_have_text("今日")
    open_first(page, "待审核")
    press(page, "纳入批次并开始审核")
    stay(panel(page, "review_pass")).click()
    expect(state_of(page)).to_contain_text("待复核")
    if page.locator("#do-approve").count():
        press(page.locator("#do-approve"), "复核通过")
    expect(page.get_by_text(re.compile("另一人|本人初审|由您初审")).first).to_be_visible()
    expect(state_of(page)).to_contain_text("待复核")


def test_many_are_approved_through_a_plan(desk: Desk) -> None:
    page = desk("fuhe2")
    page.goto("/")
    rows = open_queue(page, "待复核")
    waiting = rows.count()
    rows.nth(0).get_by_role("checkbox").check()
    expect(page.locator("[data-ticked]")).to_have_text("已选 1 项")
    page.get_by_label(re.compile("选择全部")).check()
    expect(page.locator("[data-ticked]")).to_have_text(f"已选 {waiting} 项")
    page.locator("#acts").get_by_role("button", name="复核通过").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("批量复核通过")
    expect(page.get_by_text("还没有改动任何一件")).to_be_visible()
    expect(page.get_by_text(f"共 {waiting} 件")).to_be_visible()
    expect(
        page.locator("li", has_text="记录期").or_(page.locator("td", has_text="记录期")).first
    ).to_be_visible()
    must_be_whole(page)
    press(page, "件复核通过")
    expect(page.get_by_text(re.compile("已完成|已结束|结束")).first).to_be_visible()
    must_be_whole(page)
    expect(page.locator("tbody tr").first).to_be_visible()
    left = open_queue(page, "待复核").count() if page.goto("/") and has_tab(page, "待复核") else 0
    assert left < waiting


def has_tab(page: Page, tab: str) -> bool:
    """Whether anything stands there."""
    page.goto("/admin/submission/")
    return page.get_by_role("link", name=re.compile(rf"^{tab}\s*\d")).count() > 0


def test_a_batch_is_frozen_and_published_and_its_certificates_are_issued(desk: Desk) -> None:
    page = desk("fuhe")
    page.goto("/admin/batch/")
    page.get_by_role("link", name=re.compile("^组批中")).click()
    page.locator("tbody tr", has_text="职称科").locator("a.row-link").click()
    number = page.get_by_role("heading", level=1).inner_text().removeprefix("批次").strip()
    members = page.locator("tbody tr").filter(has=page.get_by_role("button", name="移出"))
    while (undecided := members.filter(has_not_text="已通过")).count():
        count = undecided.count()
        press(undecided.first, "移出")
        expect(undecided).to_have_count(count - 1)
    press(page, "冻结批次", sure=True)
    expect(page.get_by_label("文号")).to_be_visible()
    page.get_by_label("文号").fill("乌人社职〔2025〕31号")
    press(page, "公布批次", sure=True)
    expect(page.get_by_text("乌人社职〔2025〕31号").first).to_be_visible()

    issuer = desk("zhizheng")
    issuer.goto("/admin/batch/")
    issuer.get_by_role("link", name=number).click()
    issuer.get_by_role("link", name="制发证书").click()
    press(issuer, "制发")
    expect(issuer.get_by_text(re.compile("全部制发完毕|能制发的都已制发"))).to_be_visible(timeout=60_000)
    must_be_whole(issuer)
    issuer.get_by_role("link", name=re.compile("回到批次")).click()
    issuer.locator("tbody a.mono").first.click()
    picture = issuer.locator("img.document-page")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("i => i.naturalWidth") > 800
    with issuer.expect_download() as download:
        press(issuer, "下载 PDF")
    content = download.value.path().read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"%%EOF" in content[-1024:]
    assert download.value.suggested_filename.endswith(".pdf")


def issued_number(page: Page, state: str) -> str:
    """The newest certificate in that state."""
    page.goto("/admin/certificate/")
    page.get_by_role("link", name=re.compile(rf"^{state}")).click()
    return page.locator("tbody tr a.row-link").first.inner_text().strip()


def ask(page: Page, number: str) -> Locator:
    """The public page's answer."""
    page.goto("/verify")
    page.get_by_label("证书编号").fill(number)
    page.keyboard.press("Enter")
    answer = page.get_by_role("status")
    expect(answer).to_be_visible()
    return answer


def test_a_certificate_is_revoked_and_a_stranger_learns_it_at_once(
    desk: Desk, stranger: Callable[..., Page]
) -> None:
    issuer, public = desk("zhizheng"), stranger(width=390)
    number = issued_number(issuer, "有效")
    expect(ask(public, number)).to_contain_text("有效")
    mistyped = number[:-1] + str((int(number[-1], 36) + 1) % 10)
    expect(ask(public, mistyped)).to_contain_text("编号不完整或有误")
    expect(ask(public, "完全不是编号")).to_contain_text(re.compile("有误|查无此证"))
    issuer.get_by_role("link", name=number).click()
    page = issuer
    page.get_by_label(re.compile("撤销.*(理由|原因|事由)|理由|原因")).fill("照片与本人不符。")
    press(page, "撤销证书")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(number)
    expect(dialog).to_contain_text("不可恢复")
    page.keyboard.press("Escape")
    expect(page.get_by_text("有效").first).to_be_visible()
    press(page, "撤销证书", sure=True)
    expect(page.get_by_text("照片与本人不符。").first).to_be_visible()
    answer = ask(public, number)
    expect(answer).to_contain_text("已撤销")
    expect(answer).not_to_contain_text("照片")  # why is nobody's business
    must_be_whole(public)


def test_integrity_officers_add_look_up_and_lift_by_two(desk: Desk, tmp_path: Path) -> None:
    first, second = desk("chengxin"), desk("chengxin2")
    number = an_id_number("19850505")
    first.goto("/admin/integrity/")
    first.get_by_role("link", name=re.compile("新增|登记")).click()
    first.get_by_label("姓名").fill("古丽娜·吐尔逊")
    first.get_by_label("证件号码").fill(number)
    first.get_by_label(re.compile("决定日期|决定之日")).fill("2025-03-01")
    first.get_by_label(re.compile("事实|情形")).fill("提供虚假工作证明。")
    first.get_by_label("依据").fill("《职称评审管理暂行规定》")
    first.get_by_label("决定文号").fill("乌人社职诚〔2025〕88号")
    first.get_by_label(re.compile("决定机关|作出决定")).fill("乌鲁木齐市人力资源和社会保障局")
    evidence = tmp_path / "决定书.pdf"
    evidence.write_bytes(scan("决定书", name="古丽娜·吐尔逊", seed=88))
    first.locator("input[type=file]").set_input_files(evidence)
    press(first, "保存")
    expect(first.get_by_text("乌人社职诚〔2025〕88号").first).to_be_visible()

    first.goto("/admin/integrity-lookup/")
    first.get_by_label(re.compile("证件号码")).fill(f"{number}\n{an_id_number()}\n古丽娜.吐尔逊")
    first.get_by_label(re.compile("事由|理由")).fill("年度职称申报核查")
    press(first.locator("main"), "查询")
    expect(first.get_by_text("在记录期内").first).to_be_visible()
    rows = first.locator("tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text("2028-03-01")
    expect(rows.nth(1)).to_contain_text("无记录")
    expect(rows.nth(2)).to_contain_text(re.compile("按姓名找到|同名"))
    must_be_whole(first)

    rows.nth(0).get_by_role("link", name="乌人社职诚〔2025〕88号").click()
    first.get_by_label("解除决定文号").fill("乌人社职诚〔2025〕99号")
    first.get_by_label("解除理由").fill("复核查明系单位填报差错。")
    press(first, "提出解除")
    expect(first.get_by_text("您已提出解除，须由另一位诚信专员确认")).to_be_visible()
    expect(first.get_by_role("button", name="确认解除")).to_have_count(0)
    second.goto(first.url.replace("/propose-lift/", "/details/"))
    press(second, "确认解除", sure=True)
    expect(second.get_by_text("2025-09-18 解除").first).to_be_visible()
    with second.expect_download() as download:
        press(second, "下载证据材料")
    assert download.value.path().read_bytes() == evidence.read_bytes()


def test_an_auditor_reads_the_trail_and_its_chain_is_whole(desk: Desk) -> None:
    page = desk("shenji")
    page.goto("/")
    page.get_by_role("link", name="审计", exact=True).click()
    expect(page.locator("tbody tr").first).to_be_visible()
    press(page, "核验审计链")
    expect(page.get_by_text("逐条相接，未发现改动")).to_be_visible()
    must_be_whole(page)
    page.goto("/admin/audit/")
    page.locator("tbody tr").first.locator("a.row-link").click()
    expect(page).to_have_url(re.compile("/admin/audit/details/"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_administrator_adds_somebody_and_sees_no_submission(desk: Desk, office: Office) -> None:
    page = desk("guanli")
    page.goto("/")
    expect(page.get_by_role("link", name="申报", exact=True)).to_have_count(0)
    answer = page.goto("/admin/submission/")
    assert answer is not None
    assert answer.status == 403
    page.goto("/admin/staff/")
    page.get_by_role("link", name=re.compile("新增")).click()
    page.get_by_label("登录名").fill("xinren")
    page.get_by_label("姓名").fill("新人")
    page.get_by_label("审计员").check()
    page.get_by_label("收件员").check()
    page.get_by_label(re.compile("密码")).fill("红山塔影里的第三把金钥匙一串")
    press(page, "保存")
    expect(page.get_by_role("alert")).to_contain_text("审计员")  # keeps company with no other role
    page.get_by_label("审计员").uncheck()
    page.get_by_label("初级科").check()
    if not page.get_by_label(re.compile("密码")).input_value():
        page.get_by_label(re.compile("密码")).fill("红山塔影里的第三把金钥匙一串")
    press(page, "保存")
    page.goto("/admin/staff/")
    expect(page.get_by_role("link", name=re.compile("xinren|新人")).first).to_be_visible()


def test_of_two_reviewers_the_slower_one_reads_who_was_faster_and_keeps_the_words(desk: Desk) -> None:
    fast, slow = desk("chushen3"), desk("chushen")
    fast.goto("/")
    number = open_first(fast, "审核中")
    slow.goto("/")
    open_first(slow, "审核中", number)
    words = "我写的意见：请核对任职年限，这些字不能丢。"
    panel(slow, "return").locator("textarea").fill(words)
    stay(panel(fast, "review_pass")).click()
    expect(state_of(fast)).to_contain_text("待复核")
    press(slow.locator("#do-return"), "退回")
    expect(slow.get_by_role("alert").first).to_contain_text("迪丽努尔·亚森")
    kept = slow.locator("textarea").evaluate_all("boxes => boxes.map(box => box.value)")
    assert any(words in one for one in kept)
    must_be_whole(slow)
    expect(state_of(slow)).to_contain_text("待复核")


def test_signing_out_kills_the_copied_cookie(
    stranger: Callable[..., Page], rooms: Callable[..., BrowserContext], office: Office
) -> None:
    page = stranger()
    sign_in(page, office, "chushen2")
    thief = rooms(storage_state=page.context.storage_state()).new_page()
    thief.goto("/admin/submission/")
    expect(thief.get_by_role("heading", level=1)).to_have_text("申报")
    page.get_by_label("王海峰的菜单").click()
    press(page, "退出登录")
    expect(page).to_have_url(re.compile("/login"))
    thief.goto("/admin/submission/")
    expect(thief).to_have_url(re.compile("/login"))


def test_the_keyboard_leads_everywhere(desk: Desk) -> None:
    page = desk("chushen")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("b")
    expect(page.get_by_role("heading", level=1)).to_have_text("批次")
    page.keyboard.press("/")
    expect(page.get_by_label("搜索", exact=True)).to_be_focused()
    page.keyboard.type("2025-00031")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2025-00031")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("搜索")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
