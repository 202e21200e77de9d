"""Every table of the story."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "applicant",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("name", sa.String(length=50), nullable=False, comment="NFC, middle dot U+00B7"),
        sa.Column(
            "id_type",
            sa.Enum(
                "resident_identity_card",
                "foreign_permanent_resident_card",
                "passport",
                "other",
                name="idtype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id_number", sa.String(length=30), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("male", "female", name="sex", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("ethnic_group", sa.String(length=2), nullable=True, comment="GB/T 3304"),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "id_type <> 'resident_identity_card' OR length(id_number) = 18",
            name=op.f("ck_applicant_identity_number_has_18"),
        ),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 50", name=op.f("ck_applicant_name_has_1_to_50_characters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant")),
        sa.UniqueConstraint("id_type", "id_number", name=op.f("uq_applicant_id_type_id_number")),
    )
    with op.batch_alter_table("applicant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_applicant_id_number"), ["id_number"], unique=False)
        batch_op.create_index(batch_op.f("ix_applicant_name"), ["name"], unique=False)

    op.create_table(
        "employer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "uscc", sa.String(length=18), nullable=True, comment="unified social credit code, GB 32100"
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "public_institution",
                "state_owned_enterprise",
                "private_enterprise",
                "civil_nonenterprise",
                "social_organization",
                "government_organ",
                "other",
                name="employerkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=6), nullable=False, comment="GB/T 2260"),
        sa.Column("supervising_department", sa.String(length=100), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer")),
    )
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employer_name"), ["name"], unique=False)

    op.create_table(
        "serial",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("series", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serial")),
        sa.UniqueConstraint("series", name=op.f("uq_serial_series")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("name", sa.String(length=50), nullable=False, comment="sign-in name"),
        sa.Column("full_name", sa.String(length=50), nullable=False, comment="name as shown"),
        sa.Column("password_hash", sa.String(length=200), nullable=False, comment="argon2id"),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "must_change_password",
            sa.Boolean(),
            nullable=False,
            comment="the first password was set by another",
        ),
        sa.Column("failed_sign_ins", sa.Integer(), nullable=False, comment="in a row"),
        sa.Column(
            "locked_until", sa.DateTime(timezone=True), nullable=True, comment="no sign-in before, UTC"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("name", name=op.f("uq_staff_name")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="when, UTC"),
        sa.Column(
            "actor_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="who; empty: the system",
        ),
        sa.Column("actor_name", sa.String(length=50), nullable=False, comment="the name as it was then"),
        sa.Column("act", sa.String(length=40), nullable=False, comment="the verb"),
        sa.Column(
            "subject_kind", sa.String(length=40), nullable=False, comment="table of the thing acted on"
        ),
        sa.Column("subject_id", sa.Integer(), nullable=True, comment="key of the thing acted on"),
        sa.Column("reason", sa.Text(), nullable=False, comment="opinion or reason given"),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False, comment="field -> [before, after]"),
        sa.Column("previous_hash", sa.String(length=64), nullable=False, comment="hash of the entry before"),
        sa.Column(
            "entry_hash",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 over this entry and previous_hash",
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name=op.f("fk_audit_entry_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("previous_hash", name=op.f("uq_audit_entry_previous_hash")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_act"), ["act"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)

    op.create_table(
        "batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("number", sa.String(length=20), nullable=False, comment="cycle-office-serial"),
        sa.Column("cycle", sa.String(length=4), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "junior_office",
                "title_office",
                name="office",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "frozen",
                "published",
                name="batchstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("frozen_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "notice_number", sa.String(length=60), nullable=True, comment="文号 of the decision notice"
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'published' OR (published_at IS NOT NULL AND notice_number IS NOT NULL)",
            name=op.f("ck_batch_a_published_batch_has_a_notice_number"),
        ),
        sa.CheckConstraint(
            "status = 'open' OR frozen_at IS NOT NULL", name=op.f("ck_batch_a_closed_batch_was_frozen")
        ),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["staff.id"], name=op.f("fk_batch_frozen_by_id")),
        sa.ForeignKeyConstraint(["opened_by_id"], ["staff.id"], name=op.f("fk_batch_opened_by_id")),
        sa.ForeignKeyConstraint(["published_by_id"], ["staff.id"], name=op.f("fk_batch_published_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
        sa.UniqueConstraint("notice_number", name=op.f("uq_batch_notice_number")),
        sa.UniqueConstraint("number", name=op.f("uq_batch_number")),
    )
    op.create_table(
        "integrity_record",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("name", sa.String(length=50), nullable=False, comment="of the person, as in the decision"),
        sa.Column(
            "id_type",
            sa.Enum(
                "resident_identity_card",
                "foreign_permanent_resident_card",
                "passport",
                "other",
                name="idtype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("id_number", sa.String(length=30), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False, comment="day of the decision"),
        sa.Column("until", sa.Date(), nullable=False, comment="last barred day, inclusive"),
        sa.Column("facts_found", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.String(length=60), nullable=False),
        sa.Column("decision_body", sa.String(length=100), nullable=False),
        sa.Column(
            "evidence_digest",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of the evidence in the file store",
        ),
        sa.Column("evidence_name", sa.String(length=255), nullable=True),
        sa.Column("added_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lift_proposed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lift_proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=False),
        sa.Column("lift_decision_number", sa.String(length=60), nullable=False),
        sa.Column(
            "lift_confirmed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("lifted_on", sa.Date(), nullable=True, comment="first day on which it bars nothing"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(lifted_on IS NULL) = (lift_confirmed_by_id IS NULL)",
            name=op.f("ck_integrity_record_a_lifted_record_was_confirmed"),
        ),
        sa.CheckConstraint(
            "lift_confirmed_by_id IS NULL OR lift_confirmed_by_id <> lift_proposed_by_id",
            name=op.f("ck_integrity_record_lifting_takes_two_people"),
        ),
        sa.CheckConstraint(
            "until >= from_date", name=op.f("ck_integrity_record_a_record_ends_after_it_begins")
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["staff.id"], name=op.f("fk_integrity_record_added_by_id")),
        sa.ForeignKeyConstraint(
            ["lift_confirmed_by_id"], ["staff.id"], name=op.f("fk_integrity_record_lift_confirmed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["lift_proposed_by_id"], ["staff.id"], name=op.f("fk_integrity_record_lift_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_record")),
        sa.UniqueConstraint(
            "decision_number", "id_number", name=op.f("uq_integrity_record_decision_number_id_number")
        ),
    )
    with op.batch_alter_table("integrity_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_integrity_record_id_number"), ["id_number"], unique=False)

    op.create_table(
        "plan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column(
            "words",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="arguments of the verb: opinion, batch, …",
        ),
        sa.Column(
            "status",
            sa.Enum(
                "drafted",
                "running",
                "done",
                "dropped",
                name="planstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("drafted_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("drafted_by_name", sa.String(length=50), nullable=False),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["drafted_by_id"], ["staff.id"], name=op.f("fk_plan_drafted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan")),
    )
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_drafted_by_id"), ["drafted_by_id"], unique=False)

    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column(
            "token_hash", sa.String(length=64), nullable=False, comment="SHA-256 of the cookie's token"
        ),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True), nullable=False, comment="last request, to the minute"
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_session_token_hash")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_staff_id"), ["staff_id"], unique=False)

    op.create_table(
        "staff_office",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "junior_office",
                "title_office",
                name="office",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_office_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_office")),
        sa.UniqueConstraint("staff_id", "office", name=op.f("uq_staff_office_staff_id_office")),
    )
    op.create_table(
        "staff_role",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("staff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "clerk",
                "reviewer",
                "approver",
                "issuer",
                "integrity_officer",
                "auditor",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_staff_role_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_role")),
        sa.UniqueConstraint("staff_id", "role", name=op.f("uq_staff_role_staff_id_role")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("number", sa.String(length=20), nullable=False, comment="受理号: cycle-serial"),
        sa.Column("reference", sa.String(length=40), nullable=False, comment="the sender's own number"),
        sa.Column("cycle", sa.String(length=4), nullable=False),
        sa.Column("route", sa.String(length=40), nullable=False),
        sa.Column(
            "office",
            sa.Enum(
                "junior_office",
                "title_office",
                name="office",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
            comment="follows from the route (policy)",
        ),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "queued",
                "in_review",
                "reviewed",
                "returned",
                "approved",
                "declined",
                "lapsed",
                "withdrawn",
                "annulled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rounds", sa.Integer(), nullable=False, comment="submissions made so far (clause 6.1)"),
        sa.Column("applicant_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "title_sought_series",
            sa.Enum(
                "higher_education_teacher",
                "philosophy_social_science",
                "natural_science",
                "health",
                "engineering",
                "agriculture",
                "journalism",
                "publishing",
                "library",
                "museum",
                "archives",
                "arts_and_crafts",
                "technical_school_teacher",
                "sports",
                "translation",
                "broadcasting",
                "accounting",
                "statistics",
                "economics",
                "laboratory",
                "vocational_school_teacher",
                "school_teacher",
                "art",
                "public_legal_service",
                "ship",
                "civil_aviation_flight",
                "audit",
                name="series",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title_sought_specialty", sa.String(length=100), nullable=False),
        sa.Column(
            "title_sought_level",
            sa.Enum(
                "technician",
                "assistant",
                "intermediate",
                "associate_senior",
                "senior",
                name="titlelevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "title_held_series",
            sa.Enum(
                "higher_education_teacher",
                "philosophy_social_science",
                "natural_science",
                "health",
                "engineering",
                "agriculture",
                "journalism",
                "publishing",
                "library",
                "museum",
                "archives",
                "arts_and_crafts",
                "technical_school_teacher",
                "sports",
                "translation",
                "broadcasting",
                "accounting",
                "statistics",
                "economics",
                "laboratory",
                "vocational_school_teacher",
                "school_teacher",
                "art",
                "public_legal_service",
                "ship",
                "civil_aviation_flight",
                "audit",
                name="series",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("title_held_specialty", sa.String(length=100), nullable=True),
        sa.Column(
            "title_held_level",
            sa.Enum(
                "technician",
                "assistant",
                "intermediate",
                "associate_senior",
                "senior",
                name="titlelevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("title_held_obtained_on", sa.String(length=10), nullable=True),
        sa.Column("postdoctoral_exit_on", sa.String(length=10), nullable=True),
        sa.Column("continuing_education_exemption", sa.Boolean(), nullable=False),
        sa.Column("work_summary", sa.Text(), nullable=True),
        sa.Column("publicity_from", sa.Date(), nullable=True),
        sa.Column("publicity_to", sa.Date(), nullable=True),
        sa.Column("publicity_result_on", sa.Date(), nullable=True),
        sa.Column("publicity_report_on", sa.Date(), nullable=True),
        sa.Column("publicity_objections", sa.Boolean(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "submitted_at", sa.DateTime(timezone=True), nullable=True, comment="of the latest round, UTC"
        ),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="while returned: resubmit until then, UTC",
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'returned') = (due_at IS NOT NULL)",
            name=op.f("ck_submission_a_deadline_runs_while_returned"),
        ),
        sa.CheckConstraint(
            "(publicity_from IS NULL) = (publicity_to IS NULL)",
            name=op.f("ck_submission_a_publicity_has_both_ends_or_none"),
        ),
        sa.CheckConstraint(
            "(title_held_level IS NULL) = (title_held_series IS NULL) AND (title_held_level IS NULL) = (title_held_specialty IS NULL) AND (title_held_level IS NULL) = (title_held_obtained_on IS NULL)",
            name=op.f("ck_submission_a_title_held_is_whole_or_absent"),
        ),
        sa.CheckConstraint("rounds BETWEEN 0 AND 3", name=op.f("ck_submission_at_most_three_rounds")),
        sa.ForeignKeyConstraint(["applicant_id"], ["applicant.id"], name=op.f("fk_submission_applicant_id")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_submission_employer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
        sa.UniqueConstraint("cycle", "reference", name=op.f("uq_submission_cycle_reference")),
        sa.UniqueConstraint("number", name=op.f("uq_submission_number")),
    )
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_applicant_id"), ["applicant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(
            "ix_submission_queue", ["office", "status", "due_at", "submitted_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_submission_route"), ["route"], unique=False)
        batch_op.create_index(batch_op.f("ix_submission_status"), ["status"], unique=False)
        batch_op.create_index("ix_submission_submitted", ["submitted_at", "id"], unique=False)
        batch_op.create_index(
            "uq_submission_one_open",
            ["applicant_id", "cycle"],
            unique=True,
            sqlite_where=sa.text("status IN ('draft', 'in_review', 'queued', 'returned', 'reviewed')"),
            postgresql_where=sa.text("status IN ('draft', 'in_review', 'queued', 'returned', 'reviewed')"),
        )

    op.create_table(
        "appraisal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "excellent",
                "qualified",
                "basically_qualified",
                "unqualified",
                "undetermined",
                name="appraisalresult",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.CheckConstraint("year BETWEEN 1950 AND 2100", name=op.f("ck_appraisal_year_is_a_calendar_year")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_appraisal_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appraisal")),
        sa.UniqueConstraint("submission_id", "year", name=op.f("uq_appraisal_submission_id_year")),
    )
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_appraisal_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True, comment="kinds with a star carry one"),
        sa.Column("file_name", sa.String(length=255), nullable=False, comment="as the sender named it"),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of the bytes; empty: declared, but no bytes came",
        ),
        sa.Column("content_type", sa.String(length=40), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False, comment="bytes"),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False, comment="handed in for this round"),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_attachment_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attachment_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "batch_member",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"], name=op.f("fk_batch_member_batch_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_batch_member_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_member")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_batch_member_submission_id")),
    )
    with op.batch_alter_table("batch_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_batch_member_batch_id"), ["batch_id"], unique=False)

    op.create_table(
        "check_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cycle", sa.String(length=4), nullable=False),
        sa.Column("rules", sa.String(length=71), nullable=False, comment="sha256:… of the policy year"),
        sa.Column(
            "calendar", sa.String(length=71), nullable=False, comment="sha256:… of the working-day tables"
        ),
        sa.Column("dossier", sa.Text(), nullable=False, comment="JSON of the frozen dossier"),
        sa.Column(
            "outcome",
            sa.Enum(
                "notice",
                "eligible",
                "needs_review",
                "returnable",
                "ineligible",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("earliest_on", sa.Date(), nullable=True),
        sa.Column(
            "findings",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="every finding, those that hold included",
        ),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name=op.f("fk_check_run_actor_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_check_run_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_run")),
    )
    with op.batch_alter_table("check_run", schema=None) as batch_op:
        batch_op.create_index("ix_check_run_latest", ["submission_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_check_run_outcome"), ["outcome"], unique=False)

    op.create_table(
        "continuing_education",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("common", sa.Boolean(), nullable=False),
        sa.Column("specialty", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "year BETWEEN 1950 AND 2100", name=op.f("ck_continuing_education_year_is_a_calendar_year")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_continuing_education_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_continuing_education")),
        sa.UniqueConstraint("submission_id", "year", name=op.f("uq_continuing_education_submission_id_year")),
    )
    with op.batch_alter_table("continuing_education", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_continuing_education_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "approve",
                "decline",
                "annul",
                name="decisionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column(
            "series",
            sa.Enum(
                "higher_education_teacher",
                "philosophy_social_science",
                "natural_science",
                "health",
                "engineering",
                "agriculture",
                "journalism",
                "publishing",
                "library",
                "museum",
                "archives",
                "arts_and_crafts",
                "technical_school_teacher",
                "sports",
                "translation",
                "broadcasting",
                "accounting",
                "statistics",
                "economics",
                "laboratory",
                "vocational_school_teacher",
                "school_teacher",
                "art",
                "public_legal_service",
                "ship",
                "civil_aviation_flight",
                "audit",
                name="series",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("specialty", sa.String(length=100), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "technician",
                "assistant",
                "intermediate",
                "associate_senior",
                "senior",
                name="titlelevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("acquired_on", sa.Date(), nullable=True, comment="Beijing day of the approval"),
        sa.Column("reviewed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decided_by_name", sa.String(length=50), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'approve' OR acquired_on IS NOT NULL", name=op.f("ck_decision_an_approval_has_a_day")
        ),
        sa.CheckConstraint(
            "kind = 'approve' OR length(opinion) > 0", name=op.f("ck_decision_a_refusal_gives_its_reason")
        ),
        sa.CheckConstraint(
            "decided_by_id <> reviewed_by_id", name=op.f("ck_decision_the_approver_is_not_the_reviewer")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["staff.id"], name=op.f("fk_decision_decided_by_id")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["staff.id"], name=op.f("fk_decision_reviewed_by_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_decision_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_submission_id"), ["submission_id"], unique=False)
        batch_op.create_index(
            "uq_decision_one_approval",
            ["submission_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'approve'"),
            postgresql_where=sa.text("kind = 'approve'"),
        )

    op.create_table(
        "degree_held",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "degree",
            sa.Enum(
                "bachelor",
                "master",
                "doctor",
                name="degree",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("conferred_on", sa.String(length=10), nullable=False),
        sa.Column("school", sa.String(length=100), nullable=True),
        sa.Column("is_foreign", sa.Boolean(), nullable=False),
        sa.Column("certification_no", sa.String(length=50), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_degree_held_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_degree_held")),
    )
    with op.batch_alter_table("degree_held", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_degree_held_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "education",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "11",
                "12",
                "13",
                "14",
                "15",
                "16",
                "17",
                "18",
                "19",
                "21",
                "22",
                "23",
                "28",
                "31",
                "32",
                "33",
                "41",
                "42",
                "43",
                "44",
                "45",
                "46",
                "47",
                "48",
                "49",
                "61",
                "62",
                "63",
                "71",
                "73",
                "80",
                "81",
                "83",
                "90",
                name="educationlevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
            comment="GB/T 4658",
        ),
        sa.Column("full_time", sa.Boolean(), nullable=True),
        sa.Column("completed_on", sa.String(length=10), nullable=False),
        sa.Column("school", sa.String(length=100), nullable=True),
        sa.Column("major", sa.String(length=100), nullable=True),
        sa.Column("is_foreign", sa.Boolean(), nullable=False),
        sa.Column(
            "certification_no",
            sa.String(length=50),
            nullable=True,
            comment="of the foreign degree certification",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_education_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_education")),
    )
    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_education_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "employment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("employer", sa.String(length=100), nullable=False),
        sa.Column("post", sa.String(length=100), nullable=False),
        sa.Column("specialty", sa.String(length=100), nullable=False),
        sa.Column("professional", sa.Boolean(), nullable=False),
        sa.Column("from_date", sa.String(length=10), nullable=False),
        sa.Column("to_date", sa.String(length=10), nullable=True),
        sa.Column(
            "place",
            sa.Enum(
                "city",
                "district",
                "subdistrict",
                "community",
                "county",
                "township",
                "village",
                name="place",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
            comment="where the person works, not the seat of the unit",
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_employment_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment")),
    )
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_employment_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "grassroots_service",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "village",
                "village_mosque",
                "preschool_teaching",
                "inland_service",
                "other",
                name="servicekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_date", sa.String(length=10), nullable=False),
        sa.Column("to_date", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_grassroots_service_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grassroots_service")),
    )
    with op.batch_alter_table("grassroots_service", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_grassroots_service_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "plan_row",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seen_version", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "will_do",
                "blocked",
                "done",
                "refused",
                name="rowoutcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("code", sa.String(length=40), nullable=True, comment="refusal code"),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("ran_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_plan_row_plan_id")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_plan_row_submission_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_row")),
        sa.UniqueConstraint("plan_id", "submission_id", name=op.f("uq_plan_row_plan_id_submission_id")),
    )
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        batch_op.create_index("ix_plan_row_todo", ["plan_id", "outcome"], unique=False)

    op.create_table(
        "review_opinion",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column(
            "proposal",
            sa.Enum(
                "pass",
                "decline",
                "return",
                name="proposal",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("reviewer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reviewer_name", sa.String(length=50), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["reviewer_id"], ["staff.id"], name=op.f("fk_review_opinion_reviewer_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_opinion_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_opinion")),
    )
    with op.batch_alter_table("review_opinion", schema=None) as batch_op:
        batch_op.create_index("ix_review_opinion_latest", ["submission_id", "id"], unique=False)

    op.create_table(
        "screening",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "submit",
                "approve",
                "publish",
                "issue",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the day asked about, Beijing"),
        sa.Column("barred", sa.Boolean(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True, comment="last barred day"),
        sa.Column(
            "record_ids", sa.JSON(none_as_null=True), nullable=False, comment="keys of the records that bar"
        ),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_name", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name=op.f("fk_screening_actor_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_screening_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
    )
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_screening_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "submission_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "submitted_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="as the platform stamped it, UTC",
        ),
        sa.Column(
            "received_at", sa.DateTime(timezone=True), nullable=False, comment="when it came in here, UTC"
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 3", name=op.f("ck_submission_round_at_most_three_rounds")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_submission_round_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission_round")),
        sa.UniqueConstraint("submission_id", "number", name=op.f("uq_submission_round_submission_id_number")),
    )
    with op.batch_alter_table("submission_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_submission_round_submission_id"), ["submission_id"], unique=False
        )

    op.create_table(
        "transition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "submit",
                "start_review",
                "review",
                "return",
                "send_back",
                "approve",
                "decline",
                "withdraw",
                "lapse",
                "annul",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "from_status",
            sa.Enum(
                "draft",
                "queued",
                "in_review",
                "reviewed",
                "returned",
                "approved",
                "declined",
                "lapsed",
                "withdrawn",
                "annulled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "to_status",
            sa.Enum(
                "draft",
                "queued",
                "in_review",
                "reviewed",
                "returned",
                "approved",
                "declined",
                "lapsed",
                "withdrawn",
                "annulled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("round_number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("actor_name", sa.String(length=50), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name=op.f("fk_transition_actor_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_transition_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transition")),
    )
    with op.batch_alter_table("transition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_transition_submission_id"), ["submission_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="key"),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "reserved",
                "issued",
                "reissued",
                "revoked",
                "void",
                name="certificatestatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("holder_name", sa.String(length=50), nullable=False, comment="as printed"),
        sa.Column("title_name", sa.String(length=60), nullable=False, comment="as printed"),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=True,
            comment="SHA-256 of the signed PDF in the file store",
        ),
        sa.Column("key_id", sa.String(length=64), nullable=True, comment="which key signed it"),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revocation_reason", sa.Text(), nullable=False),
        sa.Column("replaced_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'revoked') = (revoked_at IS NOT NULL)",
            name=op.f("ck_certificate_a_revoked_certificate_says_when"),
        ),
        sa.CheckConstraint(
            "status IN ('reserved', 'void') OR digest IS NOT NULL",
            name=op.f("ck_certificate_an_issued_certificate_has_a_file"),
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_certificate_decision_id")),
        sa.ForeignKeyConstraint(["issued_by_id"], ["staff.id"], name=op.f("fk_certificate_issued_by_id")),
        sa.ForeignKeyConstraint(
            ["replaced_by_id"], ["certificate.id"], name=op.f("fk_certificate_replaced_by_id")
        ),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["staff.id"], name=op.f("fk_certificate_revoked_by_id")),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_certificate_submission_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("year", "serial", name=op.f("uq_certificate_year_serial")),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_certificate_submission_id"), ["submission_id"], unique=False)
        batch_op.create_index(
            "uq_certificate_one_live",
            ["submission_id"],
            unique=True,
            sqlite_where=sa.text("status IN ('reserved', 'issued')"),
            postgresql_where=sa.text("status IN ('reserved', 'issued')"),
        )


def downgrade() -> None:
    """Take back."""
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_certificate_one_live",
            sqlite_where=sa.text("status IN ('reserved', 'issued')"),
            postgresql_where=sa.text("status IN ('reserved', 'issued')"),
        )
        batch_op.drop_index(batch_op.f("ix_certificate_submission_id"))
        batch_op.drop_index(batch_op.f("ix_certificate_status"))

    op.drop_table("certificate")
    with op.batch_alter_table("transition", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transition_submission_id"))

    op.drop_table("transition")
    with op.batch_alter_table("submission_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_submission_round_submission_id"))

    op.drop_table("submission_round")
    with op.batch_alter_table("screening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_screening_submission_id"))

    op.drop_table("screening")
    with op.batch_alter_table("review_opinion", schema=None) as batch_op:
        batch_op.drop_index("ix_review_opinion_latest")

    op.drop_table("review_opinion")
    with op.batch_alter_table("plan_row", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_row_todo")

    op.drop_table("plan_row")
    with op.batch_alter_table("grassroots_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_grassroots_service_submission_id"))

    op.drop_table("grassroots_service")
    with op.batch_alter_table("employment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employment_submission_id"))

    op.drop_table("employment")
    with op.batch_alter_table("education", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_education_submission_id"))

    op.drop_table("education")
    with op.batch_alter_table("degree_held", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_degree_held_submission_id"))

    op.drop_table("degree_held")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_decision_one_approval",
            sqlite_where=sa.text("kind = 'approve'"),
            postgresql_where=sa.text("kind = 'approve'"),
        )
        batch_op.drop_index(batch_op.f("ix_decision_submission_id"))

    op.drop_table("decision")
    with op.batch_alter_table("continuing_education", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_continuing_education_submission_id"))

    op.drop_table("continuing_education")
    with op.batch_alter_table("check_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_run_outcome"))
        batch_op.drop_index("ix_check_run_latest")

    op.drop_table("check_run")
    with op.batch_alter_table("batch_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_batch_member_batch_id"))

    op.drop_table("batch_member")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachment_submission_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_digest"))

    op.drop_table("attachment")
    with op.batch_alter_table("appraisal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_appraisal_submission_id"))

    op.drop_table("appraisal")
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_submission_one_open",
            sqlite_where=sa.text("status IN ('draft', 'in_review', 'queued', 'returned', 'reviewed')"),
            postgresql_where=sa.text("status IN ('draft', 'in_review', 'queued', 'returned', 'reviewed')"),
        )
        batch_op.drop_index("ix_submission_submitted")
        batch_op.drop_index(batch_op.f("ix_submission_status"))
        batch_op.drop_index(batch_op.f("ix_submission_route"))
        batch_op.drop_index("ix_submission_queue")
        batch_op.drop_index(batch_op.f("ix_submission_employer_id"))
        batch_op.drop_index(batch_op.f("ix_submission_applicant_id"))

    op.drop_table("submission")
    op.drop_table("staff_role")
    op.drop_table("staff_office")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_staff_id"))

    op.drop_table("sign_in_session")
    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_drafted_by_id"))

    op.drop_table("plan")
    with op.batch_alter_table("integrity_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_integrity_record_id_number"))

    op.drop_table("integrity_record")
    op.drop_table("batch")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_act"))

    op.drop_table("audit_entry")
    op.drop_table("staff")
    op.drop_table("serial")
    with op.batch_alter_table("employer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_employer_name"))

    op.drop_table("employer")
    with op.batch_alter_table("applicant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_applicant_name"))
        batch_op.drop_index(batch_op.f("ix_applicant_id_number"))

    op.drop_table("applicant")
