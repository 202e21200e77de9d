"""``flask certificate status-list``, ``offline-page``, ``rotate-keys``: what lets others verify without asking us."""

from pathlib import Path

import click

from zhicheng.certificate.keys import rotate_keys
from zhicheng.commands.certificate import certificate_group
from zhicheng.commands.console import answered, print_json, say
from zhicheng.database import db
from zhicheng.door import key_folder, present
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.verification.publish import all_lists
from zhicheng.web.proofs import address, newest_page, signing_key

OUT = click.Path(dir_okay=False, path_type=Path)


@certificate_group.command("status-list")
@click.option("--number", default=0, show_default=True, help="第几份名单，从 0 数起。")
@click.option("--out", type=OUT, help="写入文件；不写则输出到标准输出。")
@answered
def write_status_list(number: int, out: Path | None) -> None:
    """输出签名的证书状态名单（W3C Bitstring Status List，紧凑 JWS）。"""
    lists = all_lists(db.session(), present(), signing_key(), address())
    if not 0 <= number < len(lists):
        raise Refusal(RefusalCode.NOT_FOUND, f"名单应为 0 至 {len(lists) - 1}；收到 {number}；请更正编号。")
    if out is None:
        click.echo(lists[number])
        return
    written(out, lists[number])


@certificate_group.command("offline-page")
@click.option("--out", type=OUT, required=True, help="写入的文件，例如 offline.html。")
@answered
def write_offline_page(out: Path) -> None:
    """生成离线查验页面：一个文件，带公开密钥和最新的状态名单，不联网即可核对二维码。"""
    written(out, newest_page())


@certificate_group.command("rotate-keys")
@answered
def make_new_keys() -> None:
    """换用新的签名密钥和二维码密钥；旧密钥所签的证书仍可核验。重启面板后，新证书用新密钥。"""
    made = rotate_keys(key_folder())
    print_json({"signing": made.signing_id, "token": made.token_id})
    say("已换用新密钥。请重启面板，并备份密钥文件夹；此前下载的离线页面不认识新密钥，请重新生成。")


def written(out: Path, text: str) -> None:
    """Write the file and say so."""
    try:
        out.write_text(text)
    except OSError as fault:
        raise Refusal(
            RefusalCode.BAD_FILE, f"应能写入 {out}；写入失败；请检查文件夹是否存在、是否可写。"
        ) from fault
    print_json({"file": str(out), "bytes": len(text.encode())})
