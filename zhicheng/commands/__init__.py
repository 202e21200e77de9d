"""Thin commands that call the verbs, as the screens do (contract.md section 5)."""

from flask import Flask

from zhicheng.commands import backup, batch, demo, exchange, lifecycle, numbering, proofs, records, serve
from zhicheng.commands.staff import staff_group


def install_commands(app: Flask) -> None:
    """Register every command."""
    for module in (backup, batch, demo, exchange, lifecycle, numbering, records, serve):
        for command in module.groups:
            app.cli.add_command(command)
    app.cli.add_command(proofs.certificate_group)
    app.cli.add_command(staff_group)
