"""The base of every form on the staff's door: Chinese sentences, clean text, and no field that was not asked for."""

import unicodedata
from typing import Any

from flask import abort, request
from flask_admin.form import BaseForm
from wtforms import FileField
from wtforms.i18n import DefaultTranslations, get_translations
from wtforms.validators import ValidationError

from zhicheng.kernel.plain_text import writable

_SENTENCES = {
    "This field is required.": "请填写此项。",
    "Not a valid choice.": "请从列表中选择一项。",
    "Not a valid date value.": "请填写日期，如 2025-06-12。",
    "Not a valid datetime value.": "请填写日期和时间，如 2025-06-12 15:04。",
    "Not a valid integer value.": "请填写整数。",
    "Field cannot be longer than %(max)d character.": "最多 %(max)d 个字。",
    "Field cannot be longer than %(max)d characters.": "最多 %(max)d 个字。",
    "Field must be at least %(min)d characters long.": "至少 %(min)d 个字。",
    "Field must be between %(min)d and %(max)d characters long.": "请填写 %(min)d 至 %(max)d 个字。",
    "Number must be between %(min)s and %(max)s.": "请填写 %(min)s 到 %(max)s 之间的数。",
    "Already exists.": "已有相同的记录，请核对。",
    "Invalid input.": "格式不对，请检查。",
}
_ALWAYS = frozenset({"csrf_token", "version", "_add_another", "_continue_editing"})


class _Sentences(DefaultTranslations):
    # Not by way of the base class: it asks for ``ugettext``, which the catalogue of today's WTForms does not have.
    def gettext(self, string: str) -> str:
        return _SENTENCES.get(string) or str(self.translations.gettext(string))

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return _SENTENCES.get(plural) or str(self.translations.ngettext(singular, plural, n))


CHINESE = _Sentences(get_translations(["zh"]))


def tidy_text(text: str | None) -> str | None:
    """Trimmed, NFC, with the line ends of one kind."""
    return None if text is None else unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


class StaffForm(BaseForm):
    """Every create and edit form derives from this one."""

    class Meta:
        """WTForms' hooks."""

        def get_translations(self, form: Any) -> Any:
            """Our sentences first, WTForms' own Chinese ones after."""
            return CHINESE

    def validate(self, extra_validators: Any = None) -> bool:
        """As always, and no control characters in any text."""
        extra = {
            name: [*(extra_validators or {}).get(name, ()), no_control_characters] for name in self._fields
        }
        return super().validate(extra_validators=extra)

    def refuse_unknown_keys(self) -> None:
        """Answer 400 to a key that this form does not have, to one given twice, to a file where no file belongs."""
        for key in request.form:
            if key not in self._fields and key not in _ALWAYS:
                abort(400)
            if len(request.form.getlist(key)) > 1 and not getattr(self._fields.get(key), "takes_many", False):
                abort(400)
        if any(not isinstance(self._fields.get(key), FileField) for key in request.files):
            abort(400)


def no_control_characters(_form: Any, field: Any) -> None:
    """Refuse what PostgreSQL cannot store and no keyboard writes."""
    if any(isinstance(text, str) and not writable(text) for text in field.raw_data or ()):
        raise ValidationError("含有不能保存的字符，请删除后重新输入。")
