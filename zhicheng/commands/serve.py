"""``flask serve``: the panel on waitress."""

import click
from flask import current_app
from flask.cli import with_appcontext
from waitress import create_server

from zhicheng.demo.staff import printed_logins
from zhicheng.settings import Settings

THREADS = 8


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the panel until stopped; prints where it is and, for a demonstration, one login per role."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    settings: Settings = app.config["ZHICHENG_SETTINGS"]
    try:
        server = create_server(app, host=host, port=port, threads=THREADS, ident="")
    except OSError as error:
        click.echo(
            f"地址 {host}:{port} 不能使用（{error.strerror}）。可另选端口，如 make run PORT=5001。", err=True
        )
        raise SystemExit(1) from None
    click.echo(f"职称管理  http://{host}:{port}")
    if settings.demonstration:
        click.echo(f"演示时间  {settings.demonstration.today:%Y-%m-%d %H:%M}（北京时间）")
        for label, name in printed_logins():
            click.echo(f"  {name:<12} {label}")
        click.echo(f"  密码都是 {settings.demonstration.password}")
    server.run()


groups = [serve]
