"""``flask lifecycle``: the map of all moves, as a Mermaid diagram."""

import click

from zhicheng.intake.lifecycle import diagram


@click.command("lifecycle")
def lifecycle() -> None:
    """Print the map of moves; docs/lifecycle.md holds the same."""
    click.echo(diagram())


groups = [lifecycle]
