"""The search boxes post here, so that an identity number never stands in an address."""

from urllib.parse import quote

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from zhicheng.certificate.find import find
from zhicheng.database import db
from zhicheng.door import current_actor, safe_path
from zhicheng.kernel.identity_number import is_valid, numbers_within
from zhicheng.staff.permission import Permission

blueprint = Blueprint("search", __name__)

LONGEST = 100


@blueprint.post("/search")
def search() -> ResponseReturnValue:
    """Straight to the one thing that was named, else to the list, narrowed by the words.

    A list posts its own address as ``within``; of its words only the number of a document goes another way. A resident's
    number is read however it was typed, with a name beside it or without: it names one person, and goes into no address.
    """
    typed = "".join(c if c.isprintable() else " " for c in request.form.get("q", ""))
    words, numbers = typed[:LONGEST].strip(), list(dict.fromkeys(numbers_within(typed)))
    within = safe_path(request.form.get("within"))
    back = within or "/admin/submission/"
    actor = current_actor()
    if not words:
        return redirect(back, 303)
    if len(numbers) > 1:
        flash(f"一次只能查找一个证件号码，现有 {len(numbers)} 个。请留下一个再查找。", "warning")
        return redirect(back, 303)
    wanted = numbers[0] if numbers else words
    found = find(db.session(), actor, wanted) if actor.may(Permission.READ_CASES) else None
    if found is not None and (within is None or found.kind == "applicant"):
        return redirect(f"/admin/{found.kind}/details/?id={found.id}", 303)
    if numbers:
        doubt = "" if is_valid(wanted) else "这个号码的校验码不符，至少有一位录错。"
        flash(f"没有登记过这个证件号码的申报人。{doubt}请核对号码；诚信档案请到“诚信查询”中查。", "warning")
        return redirect(back, 303)
    return redirect(f"{back}{'&' if '?' in back else '?'}search={quote(words)}", 303)
