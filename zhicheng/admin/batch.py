"""批次: what is reviewed, decided and published together."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from sqlalchemy import func
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from zhicheng.admin.deed import Nothing
from zhicheng.admin.due_filter import BATCHES_DUE
from zhicheng.admin.errata import Errata
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.admin.listing import Preset
from zhicheng.admin.notices import Notices
from zhicheng.admin.scope import office_of
from zhicheng.certificate.reconcile import NextStep, Reconciliation, reconcile
from zhicheng.decision.batches_due import BatchDue, count_due
from zhicheng.decision.check_list import ListCheck, check_list
from zhicheng.decision.draft_erratum import errata_of
from zhicheng.decision.freeze_batch import freeze_batch
from zhicheng.decision.make_up import make_up
from zhicheng.decision.publish_batch import publish_batch
from zhicheng.door import current_actor
from zhicheng.intake.lifecycle import Status
from zhicheng.intake.submission import Submission
from zhicheng.policy.load import load_year
from zhicheng.review.batch import Batch, BatchStatus
from zhicheng.review.composition import erratum_of
from zhicheng.review.erratum import Erratum
from zhicheng.review.recompose import loose, put_in, take_out
from zhicheng.staff.actor import Actor
from zhicheng.staff.named import name_of
from zhicheng.staff.permission import Permission

READ, FREEZE = Permission.READ_BATCHES, Permission.FREEZE_BATCH


class PublishForm(StaffForm):
    """Under which number."""

    notice_number = StringField(
        "任职资格文件文号",
        [InputRequired("请填写文号。"), Length(max=60)],
        filters=[tidy_text],
        description="如 乌人社职〔2025〕12号；公布后不能更改。",
    )


class MemberForm(StaffForm):
    """Which submission, by its number."""

    number = StringField("受理号", [InputRequired("请填写受理号。"), Length(max=20)], filters=[tidy_text])


class NumbersField(StringField):
    """One number, or several under the same name."""

    takes_many = True


class MembersForm(StaffForm):
    """Which submissions, by their numbers."""

    number = NumbersField("受理号", [InputRequired("请填写受理号。")])


class Batches(Notices, Errata):
    """Batches of one's own office, and the acts that make them what they are."""

    table, title, address, noun, icon = Batch, "批次", "batch", "批次", "collection"
    purpose = "审核后分批公布；冻结之后成员不再变动，公布之后可以制发证书。"
    scope = office_of(Batch.office)
    allows = {
        "index_view": READ,
        "details_view": READ,
        "freeze_view": FREEZE,
        "publish_view": FREEZE,
        "take_out_view": FREEZE,
        "put_in_view": FREEZE,
        "notice_view": READ,
        "notice_page_view": READ,
        "file_view": READ,
        "erratum_view": FREEZE,
        "correct_view": FREEZE,
        "drop_view": FREEZE,
        "export_view": READ,
    }
    takes = {"notice_page_view": frozenset({"page"})}
    column_labels = {
        "number": "批次号",
        "office": "科室",
        "cycle": "年度",
        "status": "状态",
        "notice_number": "文号",
        "opened_at": "组批时间",
        "frozen_at": "冻结时间",
        "published_at": "公布时间",
        "opened_by_id": "组批人",
        "frozen_by_id": "冻结人",
        "published_by_id": "公布人",
    }
    column_list = ("number", "office", "status", "notice_number", "opened_at", "published_at")
    more_columns, measure = ("cycle", "frozen_at"), "批"
    speaking = frozenset({"office", "notice_number"})
    column_sortable_list, column_default_sort = ("number", "opened_at", "published_at"), ("opened_at", True)
    column_searchable_list = ("number", "notice_number")
    column_filters = ("status", "office", BATCHES_DUE, "opened_at", "published_at")
    chips = frozenset({"status"})
    presets = (
        Preset("全部"),
        Preset("组批中", {"flt_status_is": "open"}),
        Preset("已冻结", {"flt_status_is": "frozen"}),
        Preset("已公布", {"flt_status_is": "published"}),
    )
    detail_groups = (("批次", ("office", "cycle", "status", "notice_number")),)
    details_template = "admin/batch.html"
    constraint_sentences = {"uq_batch_notice_number": "这个文号已用于另一批次，没有公布。请核对文号。"}
    empty_sentence = "还没有批次。初审员开始审核第一件申报时会自动组批。"
    publish_form, nothing = PublishForm, Nothing

    def __init__(self, db: object) -> None:
        self.column_formatters = dict.fromkeys(
            ("opened_by_id", "frozen_by_id", "published_by_id"), self.person
        )
        super().__init__(db)

    def menu_count(self) -> int:
        """How many wait for whoever looks to be frozen or published."""
        actor = current_actor()
        return count_due(self.session.session, actor, *BatchDue) if actor.may(FREEZE) else 0

    def person(self, _view: object, _context: object, row: Batch, column: str) -> str:
        """Who it was; a dash before it happened."""
        happened = getattr(row, column.replace("_by_id", "_at"))
        return name_of(self.session.session, getattr(row, column)) if happened else "—"

    @expose("/freeze/", methods=("POST",))
    def freeze_view(self) -> ResponseReturnValue:
        """冻结."""
        return self.deed(
            Nothing(request.form),
            lambda batch, actor, now: freeze_batch(self.session.session, actor, now, batch),
            "批次已冻结，名单已固定。下一步：预览任职资格文件，填写文号公布。",
        )

    @expose("/publish/", methods=("POST",))
    def publish_view(self) -> ResponseReturnValue:
        """公布."""
        form = PublishForm(request.form)
        corrects = erratum_of(self.session.session, self.found(request.args.get("id")))
        return self.deed(
            form,
            lambda batch, actor, now: publish_batch(
                self.session.session, actor, now, load_year(batch.cycle), batch, form.notice_number.data
            ),
            "更正已公布。下一步：由制证员换发更正了的证书。" if corrects else "批次已公布，可以制发证书。",
        )

    @expose("/take-out/", methods=("POST",))
    def take_out_view(self) -> ResponseReturnValue:
        """移出: one, or several at once."""
        numbers = [tidy_text(number) for number in request.form.getlist("number")]

        def leave(batch: Batch, actor: Actor, now: datetime) -> None:
            for number in numbers:
                take_out(self.session.session, actor, now, batch, number)

        return self.deed(MembersForm(request.form), leave, f"已移出 {len(numbers)} 件。")

    @expose("/put-in/", methods=("POST",))
    def put_in_view(self) -> ResponseReturnValue:
        """加入."""
        form = MemberForm(request.form)
        return self.deed(
            form,
            lambda batch, actor, now: put_in(self.session.session, actor, now, batch, form.number.data),
            "已加入批次。",
        )

    def reconciliation(self, row: Batch) -> Reconciliation:
        """The members, and whether the four counts agree."""
        return reconcile(self.session.session, row)

    def progress(self, members: Reconciliation) -> list[tuple[Status, int]]:
        """How many members stand where, in the order of the story."""
        counted = Counter(one.submission.status for one in members.members)
        return [(status, counted[status]) for status in Status if counted[status]]

    def steps_done(self, row: Batch, members: Reconciliation, erratum: Erratum | None) -> int:
        """How many of the four steps are behind it: decided, frozen, published, issued."""
        if row.status is BatchStatus.PUBLISHED:
            return 3 if members.odd else 4
        if row.status is BatchStatus.FROZEN:
            return 2
        # What an erratum corrects was decided long ago.
        return 1 if members.members and (erratum or not members.undecided) else 0

    def next_step(self, row: Batch, members: Reconciliation, erratum: Erratum | None) -> str:
        """What remains to be done."""
        match self.steps_done(row, members, erratum):
            case 0 if members.members:
                return f"复核或移出 {len(members.undecided)} 件，然后冻结。"
            case 0:
                return "加入要更正的人员。" if erratum else "等待初审员开始审核，申报会自动加入。"
            case 1:
                return "冻结，固定名单。"
            case 2 if erratum:
                return "预览任职资格文件，填写文号，由另一人公布。"
            case 2:
                return "预览任职资格文件，填写文号公布。"
            case 3 if all(one.step is NextStep.ISSUE for one in members.odd):
                return f"制发 {len(members.odd)} 件证书。"
            case 3:
                return f"处理上面列出的 {len(members.odd)} 件。"
        return "没有待办。"

    def list_check(self, row: Batch) -> ListCheck:
        """The frozen list, and whether it still says what was frozen."""
        return check_list(self.session.session, row)

    def make_up(self, row: Batch, members: Reconciliation) -> dict[str, list[tuple[str, int]]]:
        """By route, level, outcome and unit."""
        submissions = [one.submission for one in members.members]
        return make_up(self.session.session, load_year(row.cycle), submissions)

    def errata_of(self, row: Batch) -> Sequence[Batch]:
        """The erratum batches about this one."""
        return errata_of(self.session.session, row)

    def loose(self, row: Batch, most: int) -> tuple[int, Sequence[Submission]]:
        """How many could join, and the first ``most`` of them by number."""
        session, question = self.session.session, loose(row)
        number = session.scalar(question.with_only_columns(func.count())) or 0
        return number, session.scalars(question.order_by(Submission.number).limit(most)).all()
