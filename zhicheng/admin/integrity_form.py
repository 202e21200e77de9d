"""The forms of the integrity archive."""

from typing import Any

from flask import abort, request
from werkzeug.datastructures import FileStorage
from wtforms import DateField, FileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from zhicheng.admin.form import StaffForm, tidy_text
from zhicheng.integrity.ask_archive import MOST_AT_ONCE
from zhicheng.kernel.identity_number import is_valid, normal_number
from zhicheng.kernel.names import normal_name
from zhicheng.policy.vocabulary import IdType


class RecordForm(StaffForm):
    """Base of the form for a new record: its own columns and the file that proves it."""

    evidence = FileField(
        "证据材料", description="决定书等扫描件，PDF、JPEG 或 PNG，20 MB 以内；可在决定书中一并说明的可不传。"
    )

    evidence.creation_counter = 1 << 30  # WTForms orders fields by this: last on the page

    def validate(self, extra_validators: Any = None) -> bool:
        """Field by field; the name in its one form, the number as the card has it; every mistake at once."""
        sound = super().validate(extra_validators)
        name, number = self["name"], self["id_number"]
        try:
            name.data = normal_name(name.data or "")
        except ValueError as fault:
            name.errors = name.errors or [f"{fault}，请核对。"]
        resident = self["id_type"].data is IdType.RESIDENT_IDENTITY_CARD
        if resident and not is_valid(normal_number(number.data or "")):
            number.errors = number.errors or [
                "居民身份证号码应为 18 位，且校验码和日期正确；请对照决定书逐位核对。"
            ]
        return sound and not name.errors and not number.errors

    def refuse_unknown_keys(self) -> None:
        """As every form, but for one file under its own name."""
        if set(request.files) - {"evidence"} or len(request.files.getlist("evidence")) > 1:
            abort(400)
        if (
            set(request.form) - set(self._fields) - {"csrf_token", "_add_another"}
            or "evidence" in request.form
        ):
            abort(400)
        if any(len(request.form.getlist(key)) > 1 for key in request.form):
            abort(400)

    def handed_in(self) -> tuple[bytes, str] | None:
        """The file's bytes and its name, if there is one."""
        file = self.evidence.data
        if not isinstance(file, FileStorage) or not file.filename:
            return None
        return file.read(), file.filename


class ProposeForm(StaffForm):
    """Why a record should be lifted, and by which decision."""

    lift_reason = TextAreaField(
        "解除理由", [InputRequired("请写明解除理由。"), Length(max=2000)], filters=[tidy_text]
    )
    lift_decision_number = StringField(
        "解除决定文号", [InputRequired("请填写解除决定文号。"), Length(max=60)], filters=[tidy_text]
    )


class AskForm(StaffForm):
    """Whom, for which day, as known when, and why."""

    people = TextAreaField(
        "姓名或证件号码",
        [InputRequired("请填写要查询的证件号码或姓名。"), Length(max=100_000)],
        description=f"一行一个，姓名和号码可以混着写，可直接粘贴一列；一次最多 {MOST_AT_ONCE} 个。同名的人会列出来供选择。",
    )
    day = DateField("查询日期", [InputRequired("请填写查询日期。")], description="查这一天是否在记录期内。")
    known_on = DateField(
        "按哪天掌握的情况",
        [Optional()],
        description="一般留空，按现在掌握的情况回答。填写日期时，那天之后才登记的记录、才确认的解除不计。",
    )
    look_up_reason = StringField(
        "查询事由",
        [InputRequired("请写明查询事由。"), Length(max=200)],
        filters=[tidy_text],
        description="如“2025-C03 批次公布前核查”。查询人、时间、数量和事由会记入审计。",
    )
