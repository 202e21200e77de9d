"""``flask staff``: accounts from the console, above all the first one."""

import sys

import click
from flask.cli import AppGroup

from zhicheng.commands.console import answered, print_json, say
from zhicheng.database import db, transaction
from zhicheng.door import present
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.staff.actor import Actor
from zhicheng.staff.add_staff import add_staff
from zhicheng.staff.office import Office
from zhicheng.staff.permission import Role

CONSOLE = Actor(None, "命令行", frozenset({Role.ADMINISTRATOR}), frozenset(Office))
"""Who has a shell on the machine has the database anyway; the trail says that it was the console."""

staff_group = AppGroup("staff", help="人员账号。")


def must_be_given(_context: click.Context, _option: click.Parameter, given: bool) -> None:
    """A password is never an argument: other people on the machine can read those."""
    if not given:
        raise click.UsageError("密码只从标准输入读取，请加上 --password-stdin。")


@staff_group.command("add")
@click.argument("name")
@click.option(
    "--role",
    "roles",
    multiple=True,
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="角色，可多次给出。",
)
@click.option(
    "--office",
    "offices",
    multiple=True,
    type=click.Choice([office.value for office in Office]),
    help="科室，可多次给出。",
)
@click.option("--full-name", help="姓名；不给时与登录名相同。")
@click.option(
    "--password-stdin",
    is_flag=True,
    expose_value=False,
    callback=must_be_given,
    help="从标准输入读一行首次密码。",
)
@answered
def add(name: str, roles: tuple[str, ...], offices: tuple[str, ...], full_name: str | None) -> None:
    """新增账号；首次登录时必须修改密码。"""
    try:
        password = sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError:
        raise Refusal(RefusalCode.BAD_INPUT, "密码应为 UTF-8 编码的文字。请换一种方式输入。") from None
    with transaction(db.session()) as session:
        staff = add_staff(
            session,
            CONSOLE,
            present(),
            name=name,
            full_name=full_name or name,
            roles=[Role(role) for role in roles],
            offices=[Office(office) for office in offices],
            password=password,
        )
        added = {
            "id": staff.id,
            "name": staff.name,
            "full_name": staff.full_name,
            "roles": sorted(staff.roles),
            "offices": sorted(staff.offices),
        }
    print_json(added)
    say(f"已新增 {added['name']}；首次登录时须修改密码。")
