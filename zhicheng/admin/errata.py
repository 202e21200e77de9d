"""更正批次: drafted on the page of the batch that it corrects, its lines named one by one."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from zhicheng.admin.deed import DeedView
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.decision.correct_line import BY_HAND, correct_line
from zhicheng.decision.corrected_lines import Corrected, corrected
from zhicheng.decision.draft_erratum import draft_erratum
from zhicheng.decision.drop_correction import drop_correction
from zhicheng.review.batch import Batch
from zhicheng.review.composition import erratum_of
from zhicheng.review.erratum import Erratum


class ErratumForm(StaffForm):
    """Why."""

    erratum_reason = TextAreaField(
        "更正缘由",
        [InputRequired("请写明更正缘由。"), Length(max=1000)],
        filters=[tidy_text],
        description="如何发现、依据什么材料；会印在更正通知上。",
    )


class CorrectionForm(StaffForm):
    """Whose line, and what by hand."""

    corrected = StringField(
        "受理号",
        [InputRequired("请填写受理号。"), Length(max=20)],
        filters=[tidy_text],
        description="须是原批次名单上的人员。姓名有误的，先在申报人登记中更正，此处自动带出。",
    )
    employer = StringField(
        "工作单位更正为", [Length(max=100)], filters=[tidy_text], description="不更正的留空。"
    )
    specialty = StringField(
        "专业更正为", [Length(max=100)], filters=[tidy_text], description="不更正的留空。"
    )
    title_name = StringField(
        "资格名称更正为", [Length(max=60)], filters=[tidy_text], description="不更正的留空。"
    )
    line_reason = TextAreaField(
        "更正理由",
        [InputRequired("请写明更正理由。"), Length(max=500)],
        filters=[tidy_text],
        description="会印在更正通知上。",
    )


class DropForm(StaffForm):
    """Which correction."""

    number = StringField("受理号", [InputRequired("请填写受理号。"), Length(max=20)], filters=[tidy_text])


class Errata(DeedView):
    """The part of the batches' screen about errata."""

    erratum_form, correction_form = ErratumForm, CorrectionForm

    def erratum(self, row: Batch) -> Erratum | None:
        """What makes it an erratum batch."""
        return erratum_of(self.session.session, row)

    def corrections(self, row: Batch) -> list[Corrected]:
        """What each line changes."""
        return corrected(self.session.session, row)

    @expose("/erratum/", methods=("POST",))
    def erratum_view(self) -> ResponseReturnValue:
        """办理更正批次: the draft is opened at once."""
        key, form = self.found(request.args.get("id")).id, ErratumForm(request.form)
        made, again = self.tried(
            key,
            form,
            lambda batch, actor, now: (
                draft_erratum(self.session.session, actor, now, batch, form.erratum_reason.data).id
            ),
        )
        if again is not None:
            return again
        flash("已起草更正批次。下一步：加入要更正的人员，再冻结、公布。", "success")
        return redirect(self.get_url(".details_view", id=made), 303)

    @expose("/correct/", methods=("POST",))
    def correct_view(self) -> ResponseReturnValue:
        """加入更正事项."""
        form = CorrectionForm(request.form)
        return self.deed(
            form,
            lambda batch, actor, now: correct_line(
                self.session.session,
                actor,
                now,
                batch,
                form.corrected.data,
                form.line_reason.data,
                {entry: form[entry].data or "" for entry in BY_HAND},
            ),
            "已加入更正批次。",
        )

    @expose("/drop/", methods=("POST",))
    def drop_view(self) -> ResponseReturnValue:
        """移出更正事项."""
        form = DropForm(request.form)
        return self.deed(
            form,
            lambda batch, actor, now: drop_correction(
                self.session.session, actor, now, batch, form.number.data
            ),
            "已移出更正批次。",
        )
