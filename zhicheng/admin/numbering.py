"""编号: giving a reserved number up, and the numbers of a year under which there is no certificate."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from zhicheng.admin.deed import DeedView
from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.gaps import Gap, explained, gaps, years
from zhicheng.certificate.void import void
from zhicheng.door import current_actor, present
from zhicheng.kernel.clock import beijing_day


class VoidForm(StaffForm):
    """Why."""

    void_reason = TextAreaField(
        "作废理由",
        [InputRequired("请写明作废理由。"), Length(max=2000)],
        filters=[tidy_text],
        description="写明为什么制不成；编号不再使用，理由列入编号缺口清单。",
    )


class Numbering(DeedView):
    """The part of the certificates' screen that accounts for numbers."""

    void_form = VoidForm

    @expose("/void/", methods=("POST",))
    def void_view(self) -> ResponseReturnValue:
        """作废编号."""
        form = VoidForm(request.form)
        return self.deed(
            form,
            lambda row, actor, now: void(self.session.session, actor, now, row, form.void_reason.data),
            "编号已作废，不再使用；该申报可以另行制发。",
        )

    def given_up(self, row: Certificate) -> str:
        """Why the number was given up."""
        return explained(self.session.session, row).reason

    @expose("/gaps/")
    def gaps_view(self) -> ResponseReturnValue:
        """The gaps of a year, this year's unless another is asked for; reasons of the own office only."""
        session = self.session.session
        known = years(session)
        this = beijing_day(present()).year
        asked = request.args.get("year", "")
        year = int(asked) if asked in {str(one) for one in known} else (known[0] if known else this)
        rows: list[tuple[Gap, Any]] = [
            (gap, gap.office is None or gap.office in current_actor().offices) for gap in gaps(session, year)
        ]
        page: str = self.render("admin/gaps.html", year=year, years=known or [this], rows=rows)
        return page
