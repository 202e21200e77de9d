"""While the panel is served, what was returned and did not come back in time lapses by itself (clause 6.1c)."""

import threading

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from zhicheng.database import db, transaction
from zhicheng.door import present, rehearsal
from zhicheng.kernel.refusal import Refusal
from zhicheng.review.lapse import lapse_overdue, overdue
from zhicheng.staff.actor import SYSTEM

EVERY = 60.0
"""Seconds between two looks."""


def keep_lapsing(app: Flask, stop: threading.Event) -> None:
    """Look now and then every minute until ``stop``. A rehearsal's clock stands still, so nothing lapses by it."""
    with app.app_context():
        if rehearsal() is not None:
            return
    while True:
        lapse_what_is_late(app)
        if stop.wait(EVERY):
            return


def lapse_what_is_late(app: Flask) -> None:
    """One look. A database that is away, or a colleague who was faster, is no reason to stop looking."""
    with app.app_context():
        session = db.session()
        try:
            if overdue(session, present()):
                with transaction(session):
                    lapse_overdue(session, SYSTEM, present())
        except (Refusal, SQLAlchemyError) as error:
            app.logger.warning("overdue submissions could not be lapsed: %s", type(error).__name__)
