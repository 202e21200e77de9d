"""导入: a case file is tried line by line first, then taken in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any, Final

from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from werkzeug.datastructures import FileStorage

from zhicheng.admin.deed import Page
from zhicheng.admin.files import files, handed_out
from zhicheng.database import db
from zhicheng.door import current_actor, present, settings, status_of
from zhicheng.exchange.case_lines import ZIP, read_cases
from zhicheng.exchange.import_cases import LineReport, import_cases
from zhicheng.exchange.waiting_room import WaitingRoom
from zhicheng.exchange.workbook_template import write_template
from zhicheng.kernel.refusal import Refusal, RefusalCode
from zhicheng.policy.load import cycles, load_year
from zhicheng.staff.permission import Permission

MOST_LINES: Final = 2_000
MOST_SHOWN: Final = 500
MOST_SPANS: Final = 6
WORKBOOKS: Final = (".xlsx", ".xls", ".et")
OUTCOMES: Final = {
    "taken_in": "受理",
    "resubmitted": "再次提交",
    "unchanged": "没有变化",
    "refused": "不能导入",
}


@dataclass(frozen=True)
class Row:
    """A line of the table: one line of the file, or all those that are refused for the same reason."""

    line: LineReport
    alike: list[LineReport]

    @property
    def where(self) -> str:
        """The lines of the file: ``2 至 13、15``."""
        return spans([one.line for one in self.alike])

    @property
    def told(self) -> str:
        """What the system says of them."""
        return self.line.message

    @property
    def references(self) -> str:
        """Whose lines they are, the first three by name."""
        named = list(dict.fromkeys(one.reference for one in self.alike if one.reference))
        return "、".join(named[:3]) + (f" 等 {len(named)} 件" if len(named) > 3 else "")


def spans(numbers: Sequence[int]) -> str:
    """Numbers in rising order as stretches, the first six of them."""
    stretches: list[list[int]] = []
    for number in numbers:
        if stretches and number == stretches[-1][1] + 1:
            stretches[-1][1] = number
        else:
            stretches.append([number, number])
    said = [str(first) if first == last else f"{first} 至 {last}" for first, last in stretches[:MOST_SPANS]]
    more = f" 等 {len(numbers)}" if len(stretches) > MOST_SPANS else ""
    return "、".join(said) + more


@dataclass(frozen=True)
class Report:
    """What became, or would become, of each line; ``done`` once it is stored."""

    lines: list[LineReport]
    done: bool = False

    @property
    def counted(self) -> list[tuple[str, str, int]]:
        """Code, label and number of each outcome that occurs."""
        found = Counter(line.outcome for line in self.lines)
        return [(code, label, found[code]) for code, label in OUTCOMES.items() if found[code]]

    @property
    def would_change(self) -> int:
        """How many lines change something."""
        return sum(line.outcome in ("taken_in", "resubmitted") for line in self.lines)

    @property
    def rows(self) -> list[Row]:
        """What has to be mended first; after storing, what is there first. Refusals of one reason are one row."""
        found: dict[tuple[Any, ...], list[LineReport]] = {}
        for line in self.lines:
            mine = (line.message, line.path) if line.outcome == "refused" else (line.line,)
            found.setdefault((line.outcome, *mine), []).append(line)
        rows = [Row(alike[0], alike) for alike in found.values()]
        return sorted(rows, key=lambda row: ((row.line.outcome == "refused") == self.done, row.line.line))


class Importing(Page):
    """Upload, dry run, confirm."""

    title, address, icon, noun = "导入", "import", "upload", "案卷"
    purpose = "上传案卷文件，先逐行试运行，核对后再导入；同一文件导入两次不会重复。"
    allows = dict.fromkeys(("index", "try_view", "confirm_view", "template_view"), Permission.IMPORT_CASES)

    def room(self) -> WaitingRoom:
        """Where uploads wait."""
        return WaitingRoom(settings().instance / "imports")

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The form."""
        return self.import_page()

    @expose("/try/", methods=("POST",))
    def try_view(self) -> ResponseReturnValue:
        """What the file would do."""
        if not set(request.form) <= {"csrf_token"} or not set(request.files) <= {"cases", "attachments"}:
            abort(400)
        cases = request.files.get("cases")
        if cases is None or not cases.filename:
            refusal = Refusal(RefusalCode.BAD_FILE, "请选择案卷文件（JSON Lines 或 xlsx）。")
            return self.import_page(422, refusal=refusal)
        if cases.filename.lower().endswith(WORKBOOKS) and cases.stream.read(len(ZIP)) != ZIP:
            sentence = f"{name_of(cases)} 不是完整的 xlsx 工作簿。请在表格软件里另存为 xlsx，再重新选择。"
            return self.import_page(422, refusal=Refusal(RefusalCode.BAD_FILE, sentence))
        cases.stream.seek(0)
        try:
            token = self.room().keep(
                current_actor().id or 0,
                cases.stream,
                [(name_of(one), one.stream) for one in request.files.getlist("attachments") if one.filename],
            )
            report = self.run(token, dry_run=True)
        except Refusal as refusal:
            return self.import_page(status_of(refusal.code), refusal=refusal)
        return self.import_page(report=report, token=token, tried=cases.filename)

    @expose("/confirm/", methods=("POST",))
    def confirm_view(self) -> ResponseReturnValue:
        """Take in what was tried."""
        if not set(request.form) <= {"csrf_token", "token"}:
            abort(400)
        token = request.form.get("token", "")
        try:
            report = self.run(token, dry_run=False)
        except Refusal as refusal:
            return self.import_page(status_of(refusal.code), refusal=refusal)
        self.room().drop(token)
        return self.import_page(report=report, done=True)

    @expose("/template/")
    def template_view(self) -> Response:
        """A blank workbook."""
        book, cycle = BytesIO(), cycles()[-1]
        write_template(book, load_year(cycle))
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return handed_out(book.getvalue(), name=f"申报导入模板-{cycle}.xlsx", content_type=kind)

    def run(self, token: str, *, dry_run: bool) -> Report:
        """Every line, played or taken in."""
        actor, year = current_actor(), load_year(cycles()[-1])
        cases, folder = self.room().find(token, actor.id or 0)
        with cases.open("rb") as file:
            lines = list(islice(read_cases(file, year), MOST_LINES + 1))
        if len(lines) > MOST_LINES:
            self.room().drop(token)
            raise Refusal(
                RefusalCode.BAD_FILE,
                f"在页面上一次最多导入 {MOST_LINES} 件，这个文件更多。请分成几个文件，或用命令 intake import。",
            )
        done = import_cases(
            db.session(), actor, present(), year, files(), lines, folder=folder, dry_run=dry_run
        )
        return Report(list(done), done=not dry_run)

    def import_page(
        self,
        status: int = 200,
        *,
        refusal: Refusal | None = None,
        report: Report | None = None,
        token: str = "",
        tried: str = "",
        done: bool = False,
    ) -> ResponseReturnValue:
        """The form, and the report of what was tried or done."""
        return self.shown_page(
            "admin/import.html", status, refusal=refusal, report=report, token=token, tried=tried, done=done,
            outcomes=OUTCOMES, most_shown=MOST_SHOWN,
        )  # fmt: skip


def name_of(file: FileStorage) -> str:
    """The name of an uploaded file without the folders that some browsers send."""
    return (file.filename or "").replace("\\", "/").rpartition("/")[2]
