"""政策: the year's notice as the rules read it, clause by clause, with its open questions and its calendar."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose

from zhicheng.admin.deed import Page
from zhicheng.admin.query_arguments import NO_SUCH_ROW
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.holidays import calendars
from zhicheng.policy.load import cycles, load_year
from zhicheng.policy.vocabulary import Series, TitleLevel
from zhicheng.policy.year import PolicyYear
from zhicheng.staff.permission import Permission

EXAM = {"E": "以考代评", "X": "考评结合", "R": "评审或认定", "unknown": "未查明"}


class Policy(Page):
    """One year to read; nothing here can be changed: a year is a file, and a new year is a new file."""

    title, address, icon = "政策", "policy", "journal-text"
    purpose = "系统按此核对每一件申报。政策是数据文件，由系统管理员更换，页面上不能改。"
    allows = {"index_view": Permission.READ_POLICY}
    takes = {"index_view": frozenset({"cycle"})}

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The newest year, or the one that the address names."""
        cycle = request.args.get("cycle", cycles()[-1])
        if cycle not in cycles():
            raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
        year = load_year(cycle)
        return self.shown_page(
            "admin/policy.html",
            year=year,
            cycles=cycles(),
            parameters=parameters(year),
            calendars=calendars(),
            exam=EXAM,
            series=list(Series),
            levels=list(TitleLevel),
        )


def parameters(year: PolicyYear) -> list[dict[str, Any]]:
    """P-01 … P-22 in order: number, question, the answer in force, and the others that the rules know."""
    parts = year.parameter
    listed = []
    for field, number in zip(parts.__struct_fields__, parts.__struct_encode_fields__, strict=True):
        answer = getattr(parts, field)
        listed.append(
            {
                "number": number,
                "question": answer.question,
                "answer": answer.alternatives[answer.value],
                "others": [words for code, words in answer.alternatives.items() if code != answer.value],
            }
        )
    return sorted(listed, key=lambda one: one["number"])
