"""Every table, imported once, in story order: what migrations and the panel work on."""

from zhicheng.certificate.certificate import Certificate
from zhicheng.certificate.notice_file import NoticeFile
from zhicheng.certificate.replacement import Replacement
from zhicheng.certificate.status_entry import StatusEntry
from zhicheng.checks.check_run import CheckRun
from zhicheng.decision.decision import Decision
from zhicheng.decision.frozen_list import FrozenLine, FrozenList, WithheldLine
from zhicheng.intake.applicant import Applicant
from zhicheng.intake.attachment import Attachment
from zhicheng.intake.career import (
    Appraisal,
    ContinuingEducation,
    DegreeHeld,
    Education,
    Employment,
    GrassrootsService,
)
from zhicheng.intake.employer import Employer
from zhicheng.intake.name_key import NameKey
from zhicheng.intake.submission import Round, Submission, Transition
from zhicheng.integrity.inquiry import Inquiry, InquiryPerson
from zhicheng.integrity.record import IntegrityRecord
from zhicheng.integrity.screening import Screening
from zhicheng.kernel.audit import AuditEntry
from zhicheng.kernel.serial import Serial
from zhicheng.kernel.table import Base
from zhicheng.letter.letter import Letter
from zhicheng.plan.plan import Plan, PlanRow
from zhicheng.review.batch import Batch, BatchMember
from zhicheng.review.defect import Defect
from zhicheng.review.draft import ReviewDraft
from zhicheng.review.erratum import Correction, Erratum
from zhicheng.review.material_verdict import MaterialVerdict
from zhicheng.review.presence import Presence
from zhicheng.review.review_opinion import ReviewOpinion
from zhicheng.staff.saved_view import ListHabit, SavedView
from zhicheng.staff.sign_in_session import SignInSession
from zhicheng.staff.staff import Staff, StaffOffice, StaffRole

__all__ = [
    "Applicant",
    "Appraisal",
    "Attachment",
    "AuditEntry",
    "Base",
    "Batch",
    "BatchMember",
    "Certificate",
    "CheckRun",
    "ContinuingEducation",
    "Correction",
    "Decision",
    "Defect",
    "DegreeHeld",
    "Education",
    "Employer",
    "Employment",
    "Erratum",
    "FrozenLine",
    "FrozenList",
    "GrassrootsService",
    "Inquiry",
    "InquiryPerson",
    "IntegrityRecord",
    "Letter",
    "ListHabit",
    "NameKey",
    "MaterialVerdict",
    "NoticeFile",
    "Plan",
    "PlanRow",
    "Presence",
    "Replacement",
    "ReviewDraft",
    "ReviewOpinion",
    "Round",
    "SavedView",
    "Screening",
    "Serial",
    "SignInSession",
    "Staff",
    "StaffOffice",
    "StaffRole",
    "StatusEntry",
    "Submission",
    "Transition",
    "WithheldLine",
]
