"""``flask certificate verify FILE.pdf|NUMBER``: what a stranger may learn, as JSON."""

import json
from pathlib import Path
from typing import Any

import click
import msgspec
from flask import current_app
from flask.cli import AppGroup

from zhicheng.certificate.examine import Examination, examine_certificate
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.database import db
from zhicheng.policy.load import cycles, load_year
from zhicheng.verification.verify import Answer, Standing, verify

certificate_group = AppGroup("certificate", help="电子职称证书。")


@certificate_group.command("verify")
@click.argument("subject", metavar="FILE.pdf|NUMBER")
@click.pass_context
def verify_certificate(context: click.Context, subject: str) -> None:
    """查验一份证书文件，或一个证书编号、二维码文字。

    输出一行 JSON；有效退出码为 0，否则为 1，用法不对为 2。
    """
    path = Path(subject)
    if path.suffix.lower() == ".pdf" or path.is_file():
        if not path.is_file():
            raise click.BadParameter(f"没有这个文件：{subject}")
        told, good = of_file(path.read_bytes())
    else:
        answer = of_number(subject)
        told, good = in_words(answer), answer.standing is Standing.VALID
    click.echo(json.dumps(told, ensure_ascii=False))
    context.exit(0 if good else 1)


def of_number(asked: str) -> Answer:
    """What the register says of a number or a code."""
    patterns = dict.fromkeys(load_year(cycle).certificate.number_pattern for cycle in cycles())
    return verify(db.session(), asked, patterns=patterns, keys=token_public_keys(key_folder()))


def of_file(content: bytes) -> tuple[dict[str, Any], bool]:
    """Whether the file is what the office signed, and whether its number still holds."""
    seen: Examination = examine_certificate(
        content, roots=trust_roots(key_folder()), token_keys=token_public_keys(key_folder())
    )
    answer = of_number(seen.record.number) if seen.record else Answer(Standing.UNKNOWN)
    told = {
        **in_words(answer),
        "genuine": seen.genuine,
        "faults": [fault.value for fault in seen.faults],
        "sentence": seen.sentence,
        "signature": msgspec.to_builtins(seen.signature),
    }
    return told, seen.genuine and answer.standing is Standing.VALID


def in_words(answer: Answer) -> dict[str, Any]:
    """An answer as JSON, the same keys always."""
    return {
        "standing": answer.standing.value,
        "number": answer.number,
        "name": answer.name,
        "title": answer.title,
        "level": answer.level,
        "acquired_on": answer.acquired_on and str(answer.acquired_on),
        "since": answer.since and str(answer.since),
        "replaced_by": answer.replaced_by,
    }


def key_folder() -> Path:
    """Where the keys lie."""
    instance: Path = current_app.config["ZHICHENG_SETTINGS"].instance
    return instance / "keys"
