"""Thin commands that call the verbs, as the screens do (contract.md section 5)."""

import importlib

from flask import Flask


def install_commands(app: Flask) -> None:
    """Register every command."""
    for name in ("exchange", "records", "staff", "certificate", "serve", "demo"):
        try:
            module = importlib.import_module(f"zhicheng.commands.{name}")
        except ModuleNotFoundError:
            continue
        groups = getattr(module, "groups", None) or [
            v for k, v in vars(module).items() if k.endswith("_group")
        ]
        for group in groups:
            app.cli.add_command(group)
