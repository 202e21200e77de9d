"""What a stranger waits for: the verification page, the status list, the offline page; the goal of the first is 15 ms.

python bench/verification.py [CERTIFICATES]        (default 500, every twentieth revoked)
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from alembic import command
from alembic.config import Config
from flask.testing import FlaskClient

from tests.builders import LATER, a_certificate
from tests.engines import MIGRATIONS
from zhicheng.admin.files import press
from zhicheng.certificate.certificate import CertificateStatus
from zhicheng.certificate.proof import proof
from zhicheng.certificate.status_entry import place_of
from zhicheng.database import db, transaction
from zhicheng.factory import create_app
from zhicheng.settings import Settings
from zhicheng.web.gate import limiter

GOAL_MS = 15
TIMES = 200


def measured(client: FlaskClient, what: str, path: str, goal: float | None = None) -> None:
    """Print median, 95th percentile and size."""
    client.get(path)
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        answer = client.get(path)
        spent.append((time.perf_counter() - begun) * 1000)
        assert answer.status_code == 200, answer.status
    median, high = statistics.median(spent), statistics.quantiles(spent, n=20)[-1]
    mark = "" if goal is None else "ok" if high <= goal else "SLOW"
    print(f"{median:7.2f} ms  {high:7.2f} ms  {len(answer.data):>8,} bytes  {mark:4}  {what}")


def main() -> None:
    """Fill, ask."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/bench.sqlite3"
        app = create_app(
            Settings.from_environment({"ZHICHENG_INSTANCE": folder, "ZHICHENG_DATABASE_URL": url})
        )
        app.config["ZHICHENG_NOW"] = LATER
        with app.app_context():
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            with db.engine.begin() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
            with transaction(db.session()) as session:
                for number in range(many):
                    revoked = number % 20 == 0
                    certificate = a_certificate(
                        session, CertificateStatus.REVOKED if revoked else CertificateStatus.ISSUED
                    )
                number = certificate.number
                key = press().opened.token_key
                door = "http://127.0.0.1:5000/verify"
                token = proof(certificate, place_of(session, certificate), b"photo", key, door).rpartition(
                    "/"
                )[2]
        limiter.enabled = False
        client = FlaskClient(app, app.response_class)
        wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
        print(f"{many} certificates; median, 95 %, size")
        measured(client, "valid, by number", f"/verify/{number}", GOAL_MS)
        measured(client, "valid, by code", f"/VERIFY/{token}", GOAL_MS)
        measured(client, "mistyped", f"/verify/{wrong}", GOAL_MS)
        measured(client, "code altered", f"/VERIFY/{token[:-30]}{'A' * 30}", GOAL_MS)
        measured(client, "status list", "/verify/status/0")
        measured(client, "public keys", "/verify/keys")
        measured(client, "offline page", "/verify/offline")


if __name__ == "__main__":
    main()
