"""政策: the year as its notice is written, its calendar, the guide made from it, and what would change if it changed."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from zhicheng.admin.deed import Page
from zhicheng.admin.policy_sheet import sheets
from zhicheng.admin.query_arguments import NO_SUCH_ROW
from zhicheng.checks.rules import RULES
from zhicheng.checks.what_if import WhatIf, what_if
from zhicheng.database import db
from zhicheng.door import current_actor
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.alternatives import NOT_JUDGED, Alternative, altered, alternative, alternatives
from zhicheng.policy.guide import asks, materials_of, publicity_end, questions, who_hands_in
from zhicheng.policy.holidays import calendars
from zhicheng.policy.load import cycles, load_year
from zhicheng.policy.month_grid import DayKind, months
from zhicheng.policy.notice import load_notice
from zhicheng.policy.vocabulary import Series, TitleLevel
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.permission import Permission

EXAM = {"E": "以考代评", "X": "考评结合", "R": "评审或认定", "unknown": "未查明"}
MOST_REPLAYED = 5000
MOST_LISTED = 200
YEAR = frozenset({"year"})


class Policy(Page):
    """One year to read; nothing here can be changed: a year is a file, and a new year is a new file."""

    title, address, icon = "政策", "policy", "book"
    purpose = "左边是通知原文，右边是系统据此核对的数值、口径、材料和规则。政策是数据文件，页面上不能改。"
    allows = {
        "index_view": Permission.READ_POLICY,
        "calendar_view": Permission.READ_POLICY,
        "guide_view": Permission.READ_POLICY,
        "what_if_view": Permission.READ_CASES,
    }
    takes = {
        "index_view": YEAR | {"cycle"},
        "calendar_view": YEAR,
        "guide_view": YEAR,
        "what_if_view": YEAR | {"key", "value"},
    }

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The newest year, or the one that the address names, clause by clause."""
        year = self.year()
        return self.shown_page(
            "admin/policy.html",
            year=year,
            notice=load_notice(year.cycle),
            cycles=cycles(),
            sheets=sheets(year),
            questions=questions(year),
            exam=EXAM,
            series=list(Series),
            levels=list(TitleLevel),
        )

    @expose("/calendar/")
    def calendar_view(self) -> ResponseReturnValue:
        """A calendar year with Xinjiang's days."""
        files = {str(file.year): file for file in calendars()}
        newest = cycles()[-1] if cycles()[-1] in files else max(files)
        asked = request.args.get("year", newest)
        if asked not in files:
            raise Refusal(RefusalCode.NOT_FOUND, f"还没有{asked[:4]}年的工作日历，现有：{'、'.join(files)}。")
        return self.shown_page(
            "admin/policy_calendar.html",
            file=files[asked],
            years=list(files),
            months=months(files[asked]),
            kinds=list(DayKind),
        )

    @expose("/guide/")
    def guide_view(self) -> ResponseReturnValue:
        """业务指南, made from the year's data, to be printed."""
        year = self.year()
        return self.shown_page(
            "admin/policy_guide.html",
            year=year,
            asks=asks,
            materials_of=materials_of,
            who_hands_in=who_hands_in,
            answers={one.number: one for one in questions(year)},
            offices={office.code: office for office in year.office},
            publicity_end=publicity_end(year, year.window.opens_at.date()),
        )

    @expose("/what-if/")
    def what_if_view(self) -> ResponseReturnValue:
        """What would change among this year's submissions; nothing is stored."""
        year = self.year()
        key, value = request.args.get("key"), request.args.get("value")
        one, result, refusal = None, None, None
        try:
            one = alternative(year, key) if key else None
            if one is not None and value is not None:
                result = self.replayed(year, one, value)
        except Refusal as said:
            refusal = said
        return self.shown_page(
            "admin/policy_what_if.html",
            422 if refusal else 200,
            year=year,
            one=one,
            value=value,
            result=result,
            refusal=refusal,
            listed=alternatives(year),
            rules=RULES,
            not_judged=NOT_JUDGED,
            most_listed=MOST_LISTED,
        )

    def replayed(self, year: PolicyYear, one: Alternative, value: str) -> WhatIf | None:
        """The answer; None for what no check reads."""
        other = altered(year, one.key, value)
        return what_if(db.session(), current_actor(), year, other, MOST_REPLAYED) if one.judged else None

    def year(self) -> PolicyYear:
        """The year that the address names; the newest one where it names none."""
        cycle = request.args.get("year") or request.args.get("cycle") or cycles()[-1]
        if cycle not in cycles():
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        return load_year(cycle)
