"""``flask serve``: who a visitor is, behind proxies of ours and without."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from flask import Flask, request

from tests.engines import SLOW
from zhicheng.commands.serve import server_for
from zhicheng.factory import create_app
from zhicheng.settings import Settings

SAID = {
    "X-Forwarded-For": "203.0.113.7, 198.51.100.9",
    "X-Forwarded-Proto": "https",
    "Host": "titles.example",
}


@contextmanager
def served(app: Flask) -> Iterator[int]:
    """The panel on a free port."""
    server = server_for(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield int(server.effective_port)
    finally:
        # A worker that comes late must not wake what has closed.
        server.task_dispatcher.shutdown(timeout=SLOW)
        with suppress(OSError):  # awake already, it may have closed before it is woken
            server.trigger.pull_trigger(server.close)
        thread.join()


def seen(tmp_path, proxies: str) -> str:
    """What the panel takes a visitor for who comes with ``SAID``."""
    environment = {
        "ZHICHENG_INSTANCE": str(tmp_path),
        "ZHICHENG_PROXIES": proxies,
        "ZHICHENG_HOSTS": "titles.example",
    }
    app = create_app(Settings.from_environment(environment))
    app.before_request_funcs[None].insert(0, lambda: f"{request.remote_addr} {request.scheme}")
    with served(app) as port:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=SLOW)
        line.request("GET", "/verify", headers=SAID)
        answer = line.getresponse().read().decode()
        line.close()
    return answer


@pytest.mark.parametrize(
    ("proxies", "taken_for"),
    [("0", "127.0.0.1 http"), ("1", "198.51.100.9 https"), ("2", "203.0.113.7 http")],
)
def test_a_visitor_is_told_by_as_many_proxies_as_are_ours(tmp_path, proxies: str, taken_for: str) -> None:
    assert seen(tmp_path, proxies) == taken_for
