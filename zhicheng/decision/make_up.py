"""What a batch is made of: how many members by route, level, unit and outcome of the newest check."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhicheng.checks.check_run import CheckRun
from zhicheng.checks.latest import newest_runs
from zhicheng.intake.submission import Submission
from zhicheng.kernel.table import portions
from zhicheng.policy.year import PolicyYear

MOST_UNITS = 8
Share = tuple[str, int]


def make_up(session: Session, year: PolicyYear, members: Sequence[Submission]) -> dict[str, list[Share]]:
    """Heading -> (label, how many), the most first; units beyond the eight largest are counted together."""
    units = Counter(one.employer.name for one in members).most_common()
    rest = sum(count for _, count in units[MOST_UNITS:])
    return {
        "申报类别": Counter(year.routes[one.route].short_label for one in members).most_common(),
        "级别": Counter(one.title_sought_level.label for one in members).most_common(),
        "检查结果": Counter(_outcomes(session, [one.id for one in members])).most_common(),
        "单位": units[:MOST_UNITS] + ([(f"其余 {len(units) - MOST_UNITS} 家单位", rest)] if rest else []),
    }


def _outcomes(session: Session, keys: Sequence[int]) -> list[str]:
    found = []
    for portion in portions(keys):
        newest = select(CheckRun.outcome).where(CheckRun.id.in_(newest_runs(portion)))
        outcomes = session.scalars(newest.order_by(CheckRun.submission_id))
        found += [outcome.label for outcome in outcomes]
    return found + ["没有检查"] * (len(keys) - len(found))
