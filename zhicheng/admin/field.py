"""Form fields for the types of the story."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from wtforms import DateTimeLocalField, Field, StringField
from wtforms.fields.choices import Choice as Option
from wtforms.fields.choices import SelectFieldBase
from wtforms.validators import ValidationError
from wtforms.widgets import Select, TextInput

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import BEIJING, beijing
from zhicheng.kernel.partial_date import PartialDate
from zhicheng.kernel.plain_text import writable
from zhicheng.language.say import say

UNSET = ""


class ChoiceField(SelectFieldBase):
    """One member of a closed list, shown by its Chinese label, preselected by its code."""

    widget = Select()
    unknown = False

    def __init__(self, *args: Any, options: type[Choice], optional: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.options, self.optional = options, optional

    def has_groups(self) -> bool:
        """Plain options."""
        return False

    def process_data(self, value: Any) -> None:
        """From the row: keep the member, compare by its code."""
        self.data = None if value is None else self.options(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """From the browser: the member, None for the blank; an unknown code is kept aside for ``pre_validate``."""
        if valuelist:
            code = valuelist[0]
            known = {member.value: member for member in self.options}
            self.unknown = code not in known and code != UNSET
            self.data = known.get(code)

    def iter_choices(self) -> Iterator[Option]:
        """The blank and every member; the chosen one is marked."""
        yield Option(UNSET, say("（未填）" if self.optional else "请选择"), self.data is None, {})
        for member in self.options:
            yield Option(member.value, say(member.label), member is self.data, {})

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not in the list."""
        if self.unknown or (self.data is None and not self.optional):
            raise ValidationError("请从列表中选择一项。")


class YesNoField(ChoiceField):
    """True, false, or not said: for a boolean column that may be empty."""

    class Answer(Choice):
        """What can be answered."""

        YES = "1", "是"
        NO = "0", "否"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, options=self.Answer, optional=True, **kwargs)

    def process_data(self, value: bool | None) -> None:
        """From the row."""
        self.data = None if value is None else self.Answer("1" if value else "0")

    def populate_obj(self, obj: Any, name: str) -> None:
        """To the row."""
        setattr(obj, name, None if self.data is None else self.data is self.Answer.YES)


class PartialDateField(StringField):
    """A date as a diploma carries it: ``2024-06-21`` or ``2024-06``."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it; keep what was typed when it is no date."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = PartialDate.parse(text)
            except ValueError:
                raise ValueError("请填写日期，如 2024-06-21；只知道月份时填 2024-06。") from None

    def _value(self) -> str:
        return self.raw_data[0] if self.raw_data else "" if self.data is None else str(self.data)


class InstantField(DateTimeLocalField):
    """A point in time, read and shown as Beijing time."""

    def process_data(self, value: datetime | None) -> None:
        """From the row: what a Beijing clock shows."""
        self.data = None if value is None else beijing(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        """From the browser: give the zone back."""
        super().process_formdata(valuelist)
        self.data = None if self.data is None else self.data.replace(tzinfo=BEIJING)


class LookupField(Field):
    """A row of another table, named by a key that people know. The browser suggests (lookup.py), the server decides."""

    widget = TextInput()

    def __init__(self, *args: Any, lookup: Any, session: Callable[[], Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lookup, self.session, self.typed = lookup, session, ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """The one row whose key is exactly what was typed."""
        self.typed, self.data = valuelist[0].strip() if valuelist else "", None
        if self.typed:
            self.data = self.lookup.exact(self.session(), self.typed) if writable(self.typed) else None
            if self.data is None:
                raise ValueError("没有找到这一项。请输入至少两个字，再从提示中选择。")

    def _value(self) -> str:
        return self.typed or ("" if self.data is None else self.lookup.key_of(self.data))
