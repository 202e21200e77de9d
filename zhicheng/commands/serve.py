"""``flask serve``: the panel on waitress."""

import gc
import threading

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError
from waitress import create_server
from waitress.server import BaseWSGIServer

from zhicheng.commands.certificate import recovered
from zhicheng.commands.lapsing import keep_lapsing
from zhicheng.demo.staff import printed_logins
from zhicheng.kernel.fault import words_of
from zhicheng.kernel.refusal import Refusal
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
        server = server_for(app, host, port)
    except OSError as error:
        click.echo(
            f"地址 {host}:{port} 不能使用（{words_of(error)}）。可另选端口，如 make run PORT=5001。", err=True
        )
        raise SystemExit(1) from None
    finish_what_was_begun()
    click.echo(f"职称管理  http://{host}:{port}")
    if settings.demonstration:
        click.echo(f"演示时间  {settings.demonstration.today:%Y-%m-%d %H:%M}（北京时间）")
        for label, name in printed_logins():
            click.echo(f"  {name:<12} {label}")
        click.echo(f"  密码都是 {settings.demonstration.password}")
    stop = threading.Event()
    threading.Thread(target=keep_lapsing, args=(app, stop), daemon=True).start()
    gc.freeze()  # a quarter of a million objects that stay: looking for garbage among them held up somebody's page
    try:
        server.run()
    finally:
        stop.set()


def server_for(app: Flask, host: str, port: int) -> BaseWSGIServer:
    """Waitress, listening. What proxies say of a visitor is let through only where there are proxies of ours: the
    factory then believes as many of them as there are; otherwise waitress strikes it out.
    """
    settings: Settings = app.config["ZHICHENG_SETTINGS"]
    return create_server(
        app,
        host=host,
        port=port,
        threads=THREADS,
        ident="",
        clear_untrusted_proxy_headers=settings.proxies == 0,
    )


def finish_what_was_begun() -> None:
    """Certificates that a crash left half way are finished before the doors open; what cannot be is named."""
    try:
        told = recovered(compare=False)
    except Refusal as refusal:
        click.echo(refusal.sentence, err=True)
        return
    except SQLAlchemyError:
        click.echo("启动时未能检查中断的制证；请在数据库就绪后执行 flask certificate recover。", err=True)
        return
    if told.finished:
        click.echo(f"已补制上次中断的证书 {len(told.finished)} 件。")
    for one in told.unfinished:
        click.echo(f"证书编号 {one.number} 未能补制：{one.message}", err=True)


groups = [serve]
