"""What may stand behind the question mark: known names with well-formed values, and nothing else."""

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from zhicheng.door import safe_path
from zhicheng.kernel.plain_text import writable
from zhicheng.kernel.refusal import Refusal, RefusalCode

if TYPE_CHECKING:
    from zhicheng.admin.guard import Guarded

AS_FILE = "as_file_view"
LISTS = ("index_view", AS_FILE)
LARGEST_KEY = 2**63 - 1
LONGEST_WORDS = 200
LONGEST_COLUMNS = 600
_KEY = re.compile(r"[1-9][0-9]{0,18}")
_PAGE = re.compile(r"[1-9][0-9]{0,4}")


def row_key(text: object) -> int | None:
    """The key written in ``text``, or None when no row can have it."""
    if not isinstance(text, str | int) or not _KEY.fullmatch(str(text)):
        return None
    key = int(text)
    return key if key <= LARGEST_KEY else None


def kept(view: "Guarded", endpoint: str, given: MultiDict[str, str]) -> list[tuple[str, str]]:
    """The arguments of ``given`` that this endpoint reads, well-formed, each once, in a settled order."""
    known: dict[str, str] = {}
    for name in given:
        value = ",".join(given.getlist(name)) if name.startswith("flt_") else given[name]
        if well_formed(view, endpoint, name, value):
            known[name] = value
    return list(known.items())


def well_formed(view: "Guarded", endpoint: str, name: str, value: str) -> bool:
    """Whether the endpoint reads ``name`` and ``value`` has the shape that belongs there."""
    if name in view.takes.get(endpoint, ()):
        return len(value) <= LONGEST_WORDS and writable(value)
    if name == "id":
        return endpoint not in (*LISTS, "create_view")
    if name == "url":
        return endpoint not in LISTS and safe_path(value) is not None
    if endpoint not in LISTS or not hasattr(view, "reads_argument"):
        return False
    if name == "page":
        return _PAGE.fullmatch(value) is not None
    longest = LONGEST_COLUMNS if name == "cols" else LONGEST_WORDS
    return len(value) <= longest and writable(value) and bool(view.reads_argument(name, value))


def tidy(view: "Guarded", endpoint: str) -> ResponseReturnValue | None:
    """Refuse a key that cannot exist, send a GET with junk to its clean address, answer 400 to a POST with junk.

    A file is not shown before it is taken, so it is not silently wider than what was asked either.
    """
    clean = kept(view, endpoint, request.args)
    if "id" in dict(clean) and row_key(dict(clean)["id"]) is None:
        raise Refusal(RefusalCode.NOT_FOUND, NO_SUCH_ROW)
    if clean == list(request.args.items(multi=True)):
        return None
    if request.method not in ("GET", "HEAD") or endpoint == AS_FILE:
        abort(400)
    return redirect(f"{request.path}?{urlencode(clean)}" if clean else request.path)


NO_SUCH_ROW = "没有这条记录，或者它不在您的办理范围内。请从列表重新选择。"
