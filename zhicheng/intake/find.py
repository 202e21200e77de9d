"""Finding submissions by what people have in hand: a number, a name, a whole identity number."""

from sqlalchemy import ColumnElement, false, or_, select

from zhicheng.intake.applicant import Applicant
from zhicheng.intake.people import FEWEST_OF_A_NUMBER
from zhicheng.intake.submission import Submission
from zhicheng.kernel.identity_number import normal_number
from zhicheng.kernel.names import normal_name


def named(word: str) -> ColumnElement[bool]:
    """Submissions whose number or reference contains ``word``, or whose applicant's name does, or whose identity number
    it is as a whole: a part of one finds nobody. A word with a digit in it is no name.
    """
    if not any(character.isdigit() for character in word):
        try:
            whose = Applicant.name.contains(normal_name(word), autoescape=True)
        except ValueError:
            return false()
        return Submission.applicant_id.in_(select(Applicant.id).where(whose))
    found: list[ColumnElement[bool]] = [
        Submission.number.contains(word, autoescape=True),
        Submission.reference.contains(word, autoescape=True),
    ]
    if len(word) >= FEWEST_OF_A_NUMBER:
        whose = Applicant.id_number == normal_number(word)
        found.append(Submission.applicant_id.in_(select(Applicant.id).where(whose)))
    return or_(*found)
