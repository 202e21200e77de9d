"""The WSGI application."""

from flask import Flask

from zhicheng.commands.console import answered
from zhicheng.settings import UnsafeSettings


@answered
def made() -> Flask:
    """The panel. A policy file that does not load is refused as a command refuses, and nothing starts."""
    from zhicheng.factory import create_app  # the screens read the policy while they are imported

    return create_app()


try:
    app = made()
except UnsafeSettings as wrong:
    raise SystemExit(str(wrong)) from None
