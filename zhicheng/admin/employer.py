"""单位: the units that applicants work for, as declared."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Final

from flask import flash
from sqlalchemy import and_, bindparam, or_
from wtforms.validators import Regexp

from zhicheng.admin.base import StaffView
from zhicheng.admin.exporting import Cell
from zhicheng.admin.filter import OneOf
from zhicheng.admin.form import StaffForm
from zhicheng.admin.scope import whole_register
from zhicheng.door import current_actor
from zhicheng.exchange.path_words import names_within
from zhicheng.intake.employer import Employer
from zhicheng.intake.people import submissions_from
from zhicheng.intake.settled import must_not_move_employer
from zhicheng.intake.submission import Submission
from zhicheng.intake.unit_spelled import units_spelled
from zhicheng.kernel.credit_code import is_valid, normal_code
from zhicheng.language.say import say
from zhicheng.staff.actor import Actor
from zhicheng.staff.permission import Permission

DISTRICTS: Final = {
    "650102": "天山区",
    "650103": "沙依巴克区",
    "650104": "新市区",
    "650105": "水磨沟区",
    "650106": "头屯河区",
    "650107": "达坂城区",
    "650109": "米东区",
    "650121": "乌鲁木齐县",
}
"""GB/T 2260; a unit from elsewhere may declare any other code."""


def district(code: str) -> str:
    """The name before the code, where it is one of ours."""
    return f"{say(DISTRICTS[code])} {code}" if code in DISTRICTS else code


def tidy_code(code: str | None) -> str | None:
    """A credit code in its one form; a blank is NULL."""
    return normal_code(code) or None if code else None


class Employers(StaffView):
    """A unit declared in other words is another row, so two rows may be one unit."""

    table, title, address, noun, icon = Employer, "单位", "employer", "单位", "building"
    purpose = "申报时填报的用人单位；填报内容不同即为不同的条目。"
    scope = whole_register
    allows = {
        "index_view": Permission.READ_CASES,
        "details_view": Permission.READ_CASES,
        "create_view": Permission.EDIT_FILES,
        "edit_view": Permission.EDIT_FILES,
        "export_view": Permission.READ_CASES,
    }
    column_labels = names_within("employer")
    column_list = ("name", "uscc", "kind", "region", "supervising_department")
    speaking, measure = frozenset({"uscc", "kind", "region", "supervising_department"}), "家"
    column_sortable_list, column_default_sort = ("name", "region"), "name"
    column_searchable_list = ("name", "uscc")
    column_filters = (
        "kind",
        OneOf("region", Employer.region, "所在地区", list(DISTRICTS.items())),
        "supervising_department",
    )
    column_formatters: ClassVar = {"region": lambda _view, _context, row, _column: district(row.region)}
    export_cells: ClassVar = {"region": Cell(("region",), district)}
    detail_groups = (("单位", ("name", "uscc", "kind", "region", "supervising_department")),)
    details_template = "admin/employer.html"
    form_columns = ("name", "uscc", "kind", "region", "supervising_department")
    form_args = {
        "uscc": {"filters": [tidy_code]},
        "region": {"validators": [Regexp(r"\d{6}\Z", message="请填写 6 位数字的行政区划代码，如 650102。")]},
    }
    column_descriptions = {
        "uscc": "18 位，见营业执照或法人证书；没有可留空。",
        "region": "6 位行政区划代码，如 650102 天山区。",
    }
    constraint_sentences = {
        "uq_employer_declaration": "已有一家名称、代码、类别、地区和主管单位都相同的单位，没有重复保存。请在列表中查找。"
    }
    empty_sentence = "还没有单位。导入案卷时会自动登记，也可以手工新增。"

    def search_rows(self, query: Any, words: str) -> Any:
        """Each word: part of the name, its pinyin or initials, or the beginning of a credit code."""
        return query.filter(and_(*map(self.meant_by, words.split())))

    def meant_by(self, word: str) -> Any:
        """The condition that one word is."""
        named = or_(
            Employer.name.icontains(word, autoescape=True),
            Employer.uscc.startswith(normal_code(word), autoescape=True),
        )
        if not (word.isascii() and word.isalpha() and len(word) > 1):
            return named
        keys = units_spelled(self.session.session, word)
        return or_(
            named,
            Employer.id.in_(bindparam("spelled", keys, expanding=True, literal_execute=True, unique=True)),
        )

    def search_placeholder(self) -> str:
        """What the box finds."""
        return "名称、拼音、统一社会信用代码"

    def on_create(self, form: StaffForm, actor: Actor, now: datetime) -> Any:
        """A new unit; a doubtful code is said, never refused."""
        row = super().on_create(form, actor, now)
        notice_code(row)
        return row

    def on_edit(self, form: StaffForm, row: Any, actor: Actor, now: datetime) -> None:
        """A correction, while everything that names the unit still lies with the applicants."""
        must_not_move_employer(self.session.session, row)
        super().on_edit(form, row, actor, now)
        notice_code(row)

    def submissions(self, row: Employer) -> Sequence[Submission]:
        """What came from the unit to the offices of who looks."""
        return submissions_from(self.session.session, row, current_actor().offices)


def notice_code(row: Employer) -> None:
    """Say that a credit code does not agree with its check character."""
    if row.uscc and not is_valid(row.uscc):
        flash("统一社会信用代码与校验规则不符，已照录。请对照营业执照或法人证书核对。", "warning")
