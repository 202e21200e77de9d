"""The Beijing day of an instant, reckoned by the database: so that a year is counted where it lies."""

from typing import Any

from sqlalchemy import Date, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class beijing_date(FunctionElement[Any]):  # noqa: N801 - a function of SQL
    """``beijing_date(column)``: the calendar day in Beijing at a stored instant."""

    type = Date()
    inherit_cache = True


class days_between(FunctionElement[Any]):  # noqa: N801 - a function of SQL
    """``days_between(later, earlier)``: whole days from one day to the other."""

    type = Integer()
    inherit_cache = True


@compiles(beijing_date, "sqlite")
def _date_of_text(element: beijing_date, compiler: SQLCompiler, **given: Any) -> str:
    # Instants are texts in UTC there; Beijing has kept one offset, without summer time, since 1991.
    return f"date({compiler.process(element.clauses, **given)}, '+8 hours')"


@compiles(beijing_date, "postgresql")
def _date_in_zone(element: beijing_date, compiler: SQLCompiler, **given: Any) -> str:
    return f"CAST(({compiler.process(element.clauses, **given)}) AT TIME ZONE 'Asia/Shanghai' AS DATE)"


@compiles(days_between, "sqlite")
def _from_julian_days(element: days_between, compiler: SQLCompiler, **given: Any) -> str:
    later, earlier = (compiler.process(one, **given) for one in element.clauses)
    return f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"


@compiles(days_between, "postgresql")
def _from_dates(element: days_between, compiler: SQLCompiler, **given: Any) -> str:
    later, earlier = (compiler.process(one, **given) for one in element.clauses)
    return f"({later} - {earlier})"
