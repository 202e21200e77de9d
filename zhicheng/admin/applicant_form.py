"""The form of a person: names and numbers in their one form, and everything in agreement with the identity card."""

from typing import Any

from wtforms import SelectChoice, StringField
from wtforms.validators import InputRequired, ValidationError

from zhicheng.admin.form import StaffForm
from zhicheng.intake.person import faults_of_person
from zhicheng.kernel.identity_number import masked, normal_number
from zhicheng.kernel.names import normal_name
from zhicheng.policy.vocabulary import ETHNIC_GROUPS

GROUPS = [
    SelectChoice("", "（未填）"),
    *(SelectChoice(code, f"{label}族" if code < "97" else label) for code, label in ETHNIC_GROUPS.items()),
]


def code_or_nothing(code: str | None) -> str | None:
    """A blank choice is NULL."""
    return code or None


class VeiledField(StringField):
    """A number that the form never shows: left blank, the one that stands there stays."""

    def __init__(self, *args: Any, validators: Any = (), **kwargs: Any) -> None:
        super().__init__(
            *args, validators=[v for v in validators if not isinstance(v, InputRequired)], **kwargs
        )

    def process_formdata(self, valuelist: list[str]) -> None:
        """What was typed, in its one form; nothing typed keeps what is there."""
        typed = normal_number(valuelist[0]) if valuelist else ""
        self.data = typed or self.object_data

    def process_data(self, value: str | None) -> None:
        """From the row; the help says what stands there, masked."""
        self.data = value
        self.flags.required = value is None
        if value:
            self.description = f"现为 {masked(value)}；不更正请留空。"

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else ""

    def pre_validate(self, form: Any) -> None:
        """There must be a number."""
        if not self.data:
            raise ValidationError("请填写此项。")


class ApplicantForm(StaffForm):
    """Base of the create and the edit form."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Field by field, the name, and number, sex and birth date against each other; every mistake at once."""
        judged = (super().validate(extra_validators), self._name_is_sound(), self._agrees_with_the_card())
        return all(judged)

    def _name_is_sound(self) -> bool:
        name = self["name"]
        if name.errors:
            return False
        try:
            name.data = normal_name(name.data or "")
        except ValueError as fault:
            name.errors = [f"{fault}，请核对。"]
            return False
        return True

    def _agrees_with_the_card(self) -> bool:
        if self["id_type"].errors or self["id_number"].errors:
            return False
        faults = faults_of_person(
            self["id_type"].data, self["id_number"].data, self["sex"].data, self["birth_date"].data
        )
        for field, sentence in faults.items():
            self[field].errors = self[field].errors or [sentence]
        return not faults
