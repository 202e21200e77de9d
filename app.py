"""The WSGI application."""

from zhicheng.factory import create_app
from zhicheng.settings import UnsafeSettings

try:
    app = create_app()
except UnsafeSettings as wrong:
    raise SystemExit(str(wrong)) from None
