"""Who may knock at which address: one row per endpoint. What is not here is closed to everybody."""

from enum import Enum

from werkzeug.routing import Rule


class Access(Enum):
    """How far somebody must have come to reach an address."""

    PUBLIC = "anybody, signed in or not"
    OWN = "who is signed in, also before the first password is changed"
    STAFF = "who is signed in and has changed the first password"
    SCREEN = "as STAFF, and the screen judges further, permission by permission"


ACCESS: dict[str, Access] = {
    "assets.send": Access.PUBLIC,
    "language.choose": Access.PUBLIC,
    "home.home": Access.STAFF,
    "figures.show": Access.STAFF,
    "figures.picture": Access.STAFF,
    "search.search": Access.STAFF,
    "sign_in.login": Access.PUBLIC,
    "sign_in.logout": Access.OWN,
    "sign_in.password": Access.OWN,
    "verify.ask": Access.PUBLIC,
    "verify.answer": Access.PUBLIC,
    "proofs.status": Access.PUBLIC,
    "proofs.keys": Access.PUBLIC,
    "proofs.offline": Access.PUBLIC,
    "healthz": Access.PUBLIC,
}


def access_of(rule: Rule) -> Access | None:
    """What it takes to reach ``rule``; None: nobody does.

    Addresses below ``/admin/`` belong to Flask-Admin's screens, every one of which opens its endpoints by permission.
    """
    return Access.SCREEN if rule.rule.startswith("/admin/") else ACCESS.get(rule.endpoint)
