"""``flask certificate``: verify a file or number; recover after a crash."""

import json
import time
from pathlib import Path
from typing import Any, Final

import click
import msgspec
from flask.cli import AppGroup

from zhicheng.admin.files import files, press
from zhicheng.admin.issuing import Desk
from zhicheng.admin.recovery import Recovery, recover
from zhicheng.certificate.compare_register import compare_register
from zhicheng.certificate.examine import Examination, examine_certificate
from zhicheng.certificate.facts import CertificateRecord
from zhicheng.certificate.keys import token_public_keys, trust_roots
from zhicheng.commands.console import answered, print_json, say
from zhicheng.database import db
from zhicheng.door import key_folder, present
from zhicheng.intake.file_store import FolderStore
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import cycles, load_year
from zhicheng.staff.actor import Actor
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role
from zhicheng.verification.verify import Answer, Standing, verify

certificate_group = AppGroup("certificate", help="电子职称证书。")
FINISHER: Final = Actor(None, "命令行", frozenset({Role.ISSUER}), frozenset(Office))
"""Finishes what an issuer ordered: who may issue, and for whom, was asked when the number was reserved."""


@certificate_group.command("verify")
@click.argument("subject", metavar="FILE.pdf|NUMBER")
@click.pass_context
@answered
def verify_certificate(context: click.Context, subject: str) -> None:
    """查验一份证书文件，或一个证书编号、二维码文字。

    输出一行 JSON；有效退出码为 0，否则为 1，用法不对为 2。
    """
    path = Path(subject)
    if path.suffix.lower() == ".pdf" or lies_there(path):
        if not lies_there(path):
            raise click.BadParameter(f"没有这个文件：{subject}")
        told, good = of_file(path.read_bytes())
    else:
        answer = of_number(subject)
        told, good = msgspec.to_builtins(answer), answer.standing is Standing.VALID
    click.echo(json.dumps(told, ensure_ascii=False))
    context.exit(0 if good else 1)


@certificate_group.command("recover")
@answered
def recover_certificates() -> None:
    """中断之后收尾：补制已留出编号的证书，清理一小时前的临时文件，列出没有登记的文件。

    输出一行 JSON；一切妥当退出码为 0，仍有需要处理的为 1。
    """
    told = recovered()
    print_json(told)
    say(
        f"补制 {len(told.finished)} 件，{len(told.unfinished)} 件未能补制，清理临时文件 {told.swept} 个，"
        f"没有登记的文件 {len(told.strangers)} 个。"
    )
    if not told.well:
        raise SystemExit(1)


def recovered(*, compare: bool = True) -> Recovery:
    """Recover this installation."""
    store = files()
    if not isinstance(store, FolderStore):
        raise Refusal(RefusalCode.BAD_INPUT, "只有存放在本机文件夹中的文件可以核对。请检查 ZHICHENG_FILES。")
    return recover(Desk(db.session(), FINISHER, present, press()), store, time.time(), compare=compare)


def lies_there(path: Path) -> bool:
    """Whether there is such a file; what is too long to be its name may still be a code."""
    try:
        return path.is_file()
    except OSError:
        return False


def of_number(asked: str) -> Answer:
    """What the register says of a number or a code."""
    return verify(db.session(), asked, patterns=patterns(), keys=token_public_keys(key_folder()))


def patterns() -> dict[str, None]:
    """How numbers look, of every year that is known."""
    return dict.fromkeys(load_year(cycle).certificate.number_pattern for cycle in cycles())


def of_file(content: bytes) -> tuple[dict[str, Any], bool]:
    """Whether the file is what the office signed, and whether its number still holds."""
    seen: Examination = examine_certificate(
        content, roots=trust_roots(key_folder()), token_keys=token_public_keys(key_folder())
    )
    asked = seen.record and (seen.record.qr_text if seen.genuine and seen.token else seen.record.number)
    answer = of_number(asked) if asked else Answer(Standing.UNKNOWN)
    against = compare_register(db.session(), content, seen.record, seen.token) if seen.record else ()
    told = {
        **msgspec.to_builtins(answer),
        "genuine": seen.genuine,
        "register": [one.value for one in against],
        "faults": [fault.value for fault in seen.faults],
        "listing": listing_in_words(seen.record),
        "sentence": seen.sentence,
        "signature": msgspec.to_builtins(seen.signature),
    }
    return told, seen.genuine and not against and answer.standing is Standing.VALID


def listing_in_words(record: CertificateRecord | None) -> dict[str, Any] | None:
    """On which frozen list the file says it stands, and whether its proof leads there; None where it says nothing."""
    proof = record.listing if record else None
    if proof is None:
        return None
    return {
        "batch": proof.batch,
        "notice_number": proof.notice_number,
        "place": proof.index + 1,
        "size": proof.size,
        "root": proof.root,
        "holds": proof.holds,
    }
