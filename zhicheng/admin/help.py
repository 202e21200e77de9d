"""帮助: who may do what, the life of a submission, what each page is for, the keys, and the office's week."""

from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue
from flask_admin import expose

from zhicheng.admin.deed import Page
from zhicheng.intake.lifecycle import MOVES, Move, Status
from zhicheng.policy.load import cycles, load_year
from zhicheng.staff.permission import GRANTS, Permission, Role

KEYS = (
    ("/", "到搜索框：姓名、证件号码、受理号、证书编号都可以"),
    ("?", "列出本页能用的按键"),
    ("j k", "下一行、上一行；在申报页面是下一件、上一件"),
    ("Enter", "打开选中的一行"),
    ("x", "勾选选中的一行"),
    ("g s", "到申报；g b 批次，g i 诚信，g c 证书，g h 今日"),
    ("a", "列表勾选之后：选择全部符合条件的"),
    ("p r d", "通过、退回、不通过；在列表中对勾选的各件试算"),
    ("1–9", "申报页面：第几份材料；列表：第几个标签"),
    ("[ ]", "上一页、下一页"),
    ("f v c e", "列表：筛选、视图、列、导出"),
    ("i", "到本页第一个填写的地方"),
    ("u", "返回上一级，列表仍是刚才的条件"),
    ("c", "申报页面：标注问题；方向键移动方框，按住 Shift 改变大小，Enter 写理由"),
    ("Esc", "关闭弹出的框；离开正在填写的地方"),
)


class Help(Page):
    """One page that a new colleague reads first. All of it but the week is made from the tables that the panel obeys."""

    title, address, icon = "帮助", "help", "question-circle"
    purpose = "新同事先读这一页：谁能做什么，一件申报怎样走完，每一页做什么，用哪些键，一周怎样安排。"
    allows = {"index_view": Permission.READ_POLICY}

    @expose("/")
    def index_view(self) -> ResponseReturnValue:
        """The page."""
        return self.shown_page(
            "admin/help.html",
            year=load_year(cycles()[-1]),
            roles=list(Role),
            permissions=[one for one in Permission if any(one in granted for granted in GRANTS.values())],
            grants=GRANTS,
            life=life(),
            pages=pages(),
            keys=KEYS,
        )


def life() -> list[tuple[Status, list[tuple[Move, str]]]]:
    """Every status with the moves that lead on, and the roles that make them."""
    return [
        (status, [(move, may(move.permission)) for move in MOVES if move.before is status])
        for status in Status
    ]


def may(permission: Permission) -> str:
    """The roles that hold a permission."""
    return "、".join(role.label for role in Role if permission in GRANTS[role])


def pages() -> list[dict[str, Any]]:
    """Every page of the menu with its sentence, and whether the reader may open it."""
    listed = []
    for admin in current_app.extensions["admin"]:
        for view in admin._views:
            if view.is_visible() and view.purpose:
                address = view.get_url(f"{view.endpoint}.{view._default_view}")
                permission = view.allows[view._default_view]
                listed.append(
                    {
                        "name": view.name,
                        "icon": view.icon,
                        "purpose": view.purpose,
                        "address": address if view.is_accessible() else None,
                        "who": may(permission),
                    }
                )
    return listed
