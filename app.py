"""The WSGI application."""

from zhicheng.factory import create_app

app = create_app()
