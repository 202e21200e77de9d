"""The open questions P-01 … P-22 of domain.md section 6: each a value in the year's file, its alternatives closed here."""

from typing import Final, Generic, Literal, TypeVar

import msgspec

AsOf = Literal["submission_day", "close", "year_end", "open"]
FullYear = Literal["T-day", "T-strict", "T-hire", "T-month"]
EarlierExperience = Literal["review", "yes"]
AppraisalYears = Literal["last_completed", "every_touched_year", "unit_statement"]
JuniorLevel = Literal["technician_or_assistant", "secondary_special_gives_technician"]
SubmissionCounting = Literal["each_arrival", "each_click"]
RecommendationDeadline = Literal["applicant_submission", "arrival_at_city"]
ResubmissionDeadline = Literal["I-48", "I-min"]
BarScope = Literal["any_higher_title", "any_application", "next_level_only"]
PublicityCounting = Literal["W-incl", "W-excl"]
YesNoReview = Literal["review", "yes", "no"]
TownshipYears = Literal["posted_now", "all_in_township"]
ExamMatrix = Literal["as_given", "office_list"]
OtherUnits = Literal["review", "yes"]
MonthPrecision = Literal["against_applicant", "first_day"]
ResultPublicity = Literal["none", "five_working_days"]
ContinuingEducationYears = Literal["route_years", "since_graduation"]
PostQuota = Literal["warn", "block"]
AfterLapse = Literal["override_only", "counter_goes_on", "counter_starts_again"]
UnitReturn = Literal["no", "yes"]
OtherCounts = Literal["notice", "needs_review"]

A = TypeVar("A")


class Answer(msgspec.Struct, Generic[A], frozen=True, forbid_unknown_fields=True):
    """One question, what this year answers, and every answer that the rules know, with its Chinese wording."""

    question: str
    value: A
    alternatives: dict[str, str]


NUMBERS: Final = {
    "as_of": "P-01",
    "full_year": "P-02",
    "earlier_experience": "P-03",
    "appraisal_years": "P-04",
    "junior_level": "P-05",
    "submission_counting": "P-06",
    "recommendation_deadline": "P-07",
    "resubmission_deadline": "P-08",
    "bar_scope": "P-09",
    "publicity_counting": "P-10",
    "subdistrict": "P-11",
    "township_years": "P-12",
    "exam_matrix": "P-13",
    "other_units": "P-14",
    "month_precision": "P-15",
    "result_publicity": "P-16",
    "lower_title": "P-17",
    "continuing_education_years": "P-18",
    "post_quota": "P-19",
    "after_lapse": "P-20",
    "unit_return": "P-21",
    "other_counts": "P-22",
}
"""What is asked -> its number, in order."""


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=NUMBERS):
    """P-01 … P-22, by what they ask. In the file they stand under their numbers."""

    as_of: Answer[AsOf]
    full_year: Answer[FullYear]
    earlier_experience: Answer[EarlierExperience]
    appraisal_years: Answer[AppraisalYears]
    junior_level: Answer[JuniorLevel]
    submission_counting: Answer[SubmissionCounting]
    recommendation_deadline: Answer[RecommendationDeadline]
    resubmission_deadline: Answer[ResubmissionDeadline]
    bar_scope: Answer[BarScope]
    publicity_counting: Answer[PublicityCounting]
    subdistrict: Answer[YesNoReview]
    township_years: Answer[TownshipYears]
    exam_matrix: Answer[ExamMatrix]
    other_units: Answer[OtherUnits]
    month_precision: Answer[MonthPrecision]
    result_publicity: Answer[ResultPublicity]
    lower_title: Answer[YesNoReview]
    continuing_education_years: Answer[ContinuingEducationYears]
    post_quota: Answer[PostQuota]
    after_lapse: Answer[AfterLapse]
    unit_return: Answer[UnitReturn]
    other_counts: Answer[OtherCounts]
