"""Ways to narrow the list of submissions as the figures of the year count them: so that a number and its list agree."""

from sqlalchemy import or_

from zhicheng.admin.filter import From, Narrowing, OneOf, Until, YesNo
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import Beside
from zhicheng.policy.load import cycles
from zhicheng.review.figures.days import arrived, decided
from zhicheng.review.figures.returned import recommended_by, returned_once
from zhicheng.review.figures.took import SPANS, took_between

_SPANS = [
    *((f"{first}-{last}", f"{first} 至 {last} 天") for first, last in SPANS[:-1]),
    (f"{SPANS[-1][0]}-{SPANS[-1][1]}", f"{SPANS[-1][0] - 1} 天以上"),
]

FIGURE_FILTERS = (
    OneOf(
        "cycle", Submission.cycle, "年度", [(one, one) for one in cycles()],
        Beside(Submission.cycle).in_,  # nearly all are of one year
    ),
    From("arrived", Submission.submitted_at, "首次提交", where=lambda day: arrived(day, None)),
    Until("arrived", Submission.submitted_at, "首次提交", where=lambda day: arrived(None, day)),
    From("decided", Submission.submitted_at, "办结", where=lambda day: decided(day, None)),
    Until("decided", Submission.submitted_at, "办结", where=lambda day: decided(None, day)),
    YesNo("handed_in", Submission.rounds, "已提交过", where=(Submission.rounds > 0).in_),
    YesNo("returned", Submission.id, "退回过", where=lambda answers: returned_once().in_(answers)),
    Narrowing(
        "returned_for", Submission.id, "退回所依条款", where=lambda clause: returned_once(clause.strip())
    ),
    Narrowing(
        "unit", Submission.employer_id, "推荐单位", where=lambda name: recommended_by(name.strip())
    ),
    OneOf(
        "took", Submission.id, "办结用时", _SPANS,
        lambda codes: or_(*(took_between(*map(int, code.split("-"))) for code in codes)),
    ),
)  # fmt: skip
