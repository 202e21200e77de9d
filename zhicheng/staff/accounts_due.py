"""Accounts that the administrator should look at."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from zhicheng.kernel.choice import Choice
from zhicheng.kernel.clock import utc
from zhicheng.staff.staff import Staff


class AccountDue(Choice):
    """Why an account wants looking at."""

    LOCKED = "locked", "暂停登录的账号"
    FIRST_PASSWORD = "first_password", "还没有改首次密码的账号"


def account_due(why: AccountDue, now: datetime) -> ColumnElement[bool]:
    """Accounts in use that are locked at ``now``, or whose first password is still the one that another set."""
    wanted = (
        Staff.locked_until > utc(now) if why is AccountDue.LOCKED else Staff.must_change_password.is_(True)
    )
    return and_(Staff.active.is_(True), wanted)


def count_accounts_due(session: Session, why: AccountDue, now: datetime) -> int:
    """How many of them there are."""
    return session.scalar(select(func.count()).select_from(Staff).where(account_due(why, now))) or 0
