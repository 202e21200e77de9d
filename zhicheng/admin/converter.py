"""From a column to the field that suits it. Only types of the story; relations need a look-up that the screen names."""

from typing import Any

from flask_admin.contrib.sqla.form import AdminModelConverter
from flask_admin.model.form import converts
from sqlalchemy import BigInteger
from wtforms import BooleanField, DateField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from zhicheng.admin.field import ChoiceField, InstantField, LookupField, PartialDateField, YesNoField
from zhicheng.admin.form import tidy_text


class StaffConverter(AdminModelConverter):
    """Replaces converters whose fields lose values, list whole tables or need scripts that we do not serve."""

    def _model_select_field(self, prop: Any, multiple: Any, remote_model: Any, **kwargs: Any) -> Any:
        lookup = self.view.lookups.get(prop.key)
        if lookup is None or multiple:
            raise TypeError(
                f"{type(self.view).__name__}.{prop.key}: a relation in a form needs one of `lookups`"
            )
        kwargs.pop("allow_blank", None)
        return LookupField(lookup=lookup, session=lambda: self.session.session, **kwargs)

    @converts("sqlalchemy.sql.sqltypes.Enum")
    def convert_enum(self, column: Any, field_args: Any, **extra: Any) -> ChoiceField:
        """A list of Chinese labels (Flask-Admin would preselect nothing and save the first choice)."""
        validators = [
            check for check in field_args["validators"] if not isinstance(check, InputRequired | Optional)
        ]
        default = field_args.pop("default", None)
        field_args.update(validators=validators, default=default)
        return ChoiceField(options=column.type.enum_class, optional=bool(column.nullable), **field_args)

    @converts("Boolean")
    def conv_Boolean(self, column: Any, field_args: Any, **extra: Any) -> Any:  # noqa: N802 - Flask-Admin's name
        """A tick, or three answers where nothing said is an answer."""
        return YesNoField(**field_args) if column.nullable else BooleanField(**field_args)

    @converts("String")
    def conv_String(self, column: Any, field_args: Any, **extra: Any) -> StringField:  # noqa: N802
        """One line, trimmed, NFC; an empty one is NULL where the column may be empty."""
        return StringField(**self._text(column, field_args))

    @converts("Text")
    def conv_Text(self, column: Any, field_args: Any, **extra: Any) -> TextAreaField:  # noqa: N802
        """Many lines."""
        return TextAreaField(**self._text(column, field_args))

    @staticmethod
    def _text(column: Any, field_args: Any) -> Any:
        # InputRequired looks at what was sent, before it is trimmed: a blank would pass.
        field_args["validators"] = [
            DataRequired() if isinstance(check, InputRequired) else check
            for check in field_args["validators"]
        ]
        if column.type.length:
            field_args["validators"].append(Length(max=column.type.length))
        empty = None if column.nullable else ""
        field_args["filters"] = [*field_args.get("filters", ()), tidy_text, lambda text: text or empty]
        return field_args

    @converts("Integer")
    def handle_integer_types(self, column: Any, field_args: Any, **extra: Any) -> IntegerField:
        """A whole number that the column can hold."""
        largest = 2**63 - 1 if isinstance(column.type, BigInteger) else 2**31 - 1
        field_args["validators"].append(NumberRange(-largest - 1, largest))
        return IntegerField(**field_args)

    @converts("Date")
    def convert_date(self, field_args: Any, **extra: Any) -> DateField:
        """The browser's own date field."""
        return DateField(**field_args)

    @converts("Instant")
    def convert_datetime(self, field_args: Any, **extra: Any) -> InstantField:
        """Beijing time."""
        return InstantField(**field_args)

    @converts("PartialDateColumn")
    def convert_partial_date(self, field_args: Any, **extra: Any) -> PartialDateField:
        """To the day or to the month."""
        field_args.setdefault("description", "")
        return PartialDateField(**field_args)
