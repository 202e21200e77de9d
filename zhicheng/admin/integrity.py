"""诚信档案: records and whom they hit, entered by one, lifted by two."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import and_, or_

from zhicheng.admin.deed import DeedView, Nothing, carry_out
from zhicheng.admin.due_filter import LIFTS_DUE, RECORDS_STANDING
from zhicheng.admin.files import files, handed_out
from zhicheng.admin.form import StaffForm
from zhicheng.admin.integrity_form import ProposeForm, RecordForm
from zhicheng.admin.listing import Preset
from zhicheng.admin.scope import whole_register
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.hit import certificates_hit
from zhicheng.door import present
from zhicheng.intake.people import same_name
from zhicheng.intake.submission import Submission
from zhicheng.integrity.add_record import add_record
from zhicheng.integrity.affected import affected_submissions
from zhicheng.integrity.hand_out_evidence import hand_out_evidence
from zhicheng.integrity.keep_evidence import keep_evidence
from zhicheng.integrity.lift_record import lift_record, propose_lift
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.kernel.clock import beijing_day
from zhicheng.kernel.identity_number import normal_number
from zhicheng.policy.load import cycles, load_year
from zhicheng.staff.actor import Actor
from zhicheng.staff.named import name_of
from zhicheng.staff.permission import Permission


class IntegrityRecords(DeedView):
    """The archive, for who keeps it. Records are lifted, never changed or deleted."""

    table, title, address, noun, icon = IntegrityRecord, "诚信档案", "integrity", "记录", "shield-exclamation"
    purpose = "职称评审诚信档案：记录期内不得晋升高一级职称（6.3）。不对外公开。"
    scope = whole_register
    allows = {
        "index_view": Permission.KEEP_INTEGRITY,
        "details_view": Permission.KEEP_INTEGRITY,
        "create_view": Permission.KEEP_INTEGRITY,
        "evidence_view": Permission.KEEP_INTEGRITY,
        "propose_view": Permission.KEEP_INTEGRITY,
        "confirm_view": Permission.KEEP_INTEGRITY,
        "export_view": Permission.KEEP_INTEGRITY,
    }
    column_labels = {
        "name": "姓名",
        "id_type": "证件类型",
        "id_number": "证件号码",
        "from_date": "决定日期",
        "until": "记录期至",
        "facts_found": "查明事实",
        "legal_basis": "处理依据",
        "decision_number": "决定文号",
        "decision_body": "决定机关",
        "evidence_name": "证据材料",
        "added_by_id": "登记人",
        "added_at": "登记时间",
        "lift_proposed_by_id": "提出解除",
        "lift_proposed_at": "提出时间",
        "lift_reason": "解除理由",
        "lift_decision_number": "解除决定文号",
        "lift_confirmed_by_id": "确认解除",
        "lifted_on": "解除日期",
    }
    column_list = ("decision_number", "name", "id_number", "from_date", "until", "lifted_on")
    column_sortable_list, column_default_sort = ("from_date", "until"), ("from_date", True)
    column_searchable_list = ("name", "decision_number")
    column_filters = (RECORDS_STANDING, "from_date", "until", "lifted_on", LIFTS_DUE, "decision_body")
    veil = frozenset({"id_number"})
    presets = (
        Preset("全部"),
        Preset("在记录期内", {"flt_standing_is": "in_force"}),
        Preset("记录期已满", {"flt_standing_is": "expired"}),
        Preset("已解除", {"flt_standing_is": "lifted"}),
        Preset("待我确认的解除", {"flt_due_is": "lift"}),
    )
    detail_groups = (
        ("当事人", ("name", "id_type", "id_number")),
        ("处理决定", ("decision_number", "decision_body", "from_date", "until", "facts_found", "legal_basis")),
        ("登记", ("added_by_id", "added_at")),
        ("解除", ("lift_proposed_by_id", "lift_proposed_at", "lift_decision_number", "lift_reason",
                "lift_confirmed_by_id", "lifted_on")),
    )  # fmt: skip
    details_template = "admin/integrity.html"
    form_base_class = RecordForm
    form_columns = ("name", "id_type", "id_number", "from_date", "decision_number", "decision_body",
                    "facts_found", "legal_basis")  # fmt: skip
    column_descriptions = {
        "from_date": "记录期自决定之日起算三年，截止日由系统计算。",
        "legal_basis": "写明规章名称和条款。",
    }
    constraint_sentences = {
        "uq_integrity_record_decision_number_id_number": "该人在这份决定下已有记录，没有重复登记。请在列表中核对。"
    }
    empty_sentence = "诚信档案里还没有记录。收到处理决定后，点“新增”登记，记录期由系统计算。"
    propose_form, nothing = ProposeForm, Nothing

    def __init__(self, db: Any) -> None:
        people = ("added_by_id", "lift_proposed_by_id", "lift_confirmed_by_id")
        self.column_formatters = dict.fromkeys(people, self.person)
        super().__init__(db)

    def person(self, _view: Any, _context: Any, row: IntegrityRecord, column: str) -> str:
        """Who it was; a dash where nobody did."""
        key = getattr(row, column)
        return "—" if key is None else name_of(self.session.session, key)

    def search_placeholder(self) -> str:
        """What the box finds."""
        return "姓名、决定文号，或完整证件号码"

    def search_rows(self, query: Any, words: str) -> Any:
        """Each word: part of a name or decision number, or a whole identity number."""
        found = [
            or_(
                same_name(IntegrityRecord.name, word),
                IntegrityRecord.decision_number.icontains(word, autoescape=True),
                IntegrityRecord.id_number == normal_number(word),
            )
            for word in words.split()
        ]
        return query.filter(and_(*found))

    def on_create(self, form: StaffForm, actor: Actor, now: datetime) -> IntegrityRecord:
        """Enter a record; what it bars follows from the policy, never from the form."""
        record = IntegrityRecord()
        for name in self.form_columns:
            setattr(record, name, form[name].data)
        record.id_number = normal_number(record.id_number)
        handed_in = form.handed_in()
        if handed_in is not None:
            keep_evidence(files(), record, *handed_in)
        return add_record(self.session.session, actor, now, load_year(cycles()[-1]), record)

    @expose("/evidence/", methods=("POST",))
    def evidence_view(self) -> ResponseReturnValue:
        """The file that proves a record; that it was taken is in the trail."""
        key = self.found(request.args.get("id")).id
        digest = carry_out(
            lambda actor, now: hand_out_evidence(self.session.session, actor, now, self.found(key))
        )
        name = self.found(key).evidence_name or "证据材料"
        return handed_out(files().read(digest), name=name, content_type="application/octet-stream")

    @expose("/propose-lift/", methods=("POST",))
    def propose_view(self) -> ResponseReturnValue:
        """提出解除."""
        form = ProposeForm(request.form)
        return self.deed(
            form,
            lambda row, actor, now: propose_lift(
                self.session.session,
                actor,
                now,
                row,
                reason=form.lift_reason.data,
                decision_number=form.lift_decision_number.data,
            ),
            "已提出解除。须由另一位诚信专员确认后生效，此前记录仍然有效。",
        )

    @expose("/confirm-lift/", methods=("POST",))
    def confirm_view(self) -> ResponseReturnValue:
        """确认解除."""
        return self.deed(
            Nothing(request.form),
            lambda row, actor, now: lift_record(self.session.session, actor, now, row),
            "记录已解除，自今日起不再限制。",
        )

    def submissions(self, row: IntegrityRecord) -> Sequence[Submission]:
        """Open and approved submissions that the record hits."""
        return affected_submissions(self.session.session, row)

    def certificates(self, row: IntegrityRecord) -> Sequence[Certificate]:
        """Valid certificates that the record hits."""
        return certificates_hit(self.session.session, row)

    def bars_today(self, row: IntegrityRecord) -> bool:
        """Whether the record holds today."""
        return row.bar.covers(beijing_day(present()))
