"""All screens of the panel, in the order of the menu."""

from zhicheng.admin.applicant import Applicants
from zhicheng.admin.attachment import Attachments
from zhicheng.admin.audit import AuditTrail
from zhicheng.admin.batch import Batches
from zhicheng.admin.career import Career
from zhicheng.admin.certificate import Certificates
from zhicheng.admin.employer import Employers
from zhicheng.admin.help import Help
from zhicheng.admin.importing import Importing
from zhicheng.admin.integrity import IntegrityRecords
from zhicheng.admin.integrity_lookup import IntegrityLookup
from zhicheng.admin.letters import Letters
from zhicheng.admin.plan import Plans
from zhicheng.admin.policy import Policy
from zhicheng.admin.staff import StaffAccounts
from zhicheng.admin.submission import Submissions

SCREENS = (
    Submissions,
    Batches,
    IntegrityRecords,
    IntegrityLookup,
    Certificates,
    Applicants,
    Employers,
    Career,
    Importing,
    Attachments,
    Letters,
    Plans,
    AuditTrail,
    StaffAccounts,
    Policy,
    Help,
)
