"""Inquiries into the integrity archive are kept, append-only; what happened to one thing is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("integrity_inquiry", "integrity_inquiry_person")


def upgrade() -> None:
    """Add the tables, their guards and the index."""
    op.create_table(
        "integrity_inquiry",
        sa.Column("id", KEY, nullable=False, comment="key"),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("actor_name", sa.String(length=50), nullable=False, comment="the name as it was then"),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the day asked about, Beijing"),
        sa.Column(
            "known_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="as far as the archive knew at this instant: what was entered later does not count",
        ),
        sa.Column("asked", sa.Integer(), nullable=False, comment="how many lines"),
        sa.Column("barred", sa.Integer(), nullable=False, comment="how many of them are barred on the day"),
        sa.Column(
            "answers",
            sa.JSON(none_as_null=True),
            nullable=False,
            comment="one object per line, numbers masked",
        ),
        sa.Column(
            "continues_id",
            KEY,
            nullable=True,
            comment="the inquiry whose names were settled by this one",
        ),
        sa.CheckConstraint(
            "barred BETWEEN 0 AND asked", name=op.f("ck_integrity_inquiry_no_more_barred_than_asked")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name=op.f("fk_integrity_inquiry_actor_id")),
        sa.ForeignKeyConstraint(
            ["continues_id"], ["integrity_inquiry.id"], name=op.f("fk_integrity_inquiry_continues_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_inquiry")),
    )
    op.create_index(op.f("ix_integrity_inquiry_actor_id"), "integrity_inquiry", ["actor_id"])
    op.create_table(
        "integrity_inquiry_person",
        sa.Column("id", KEY, nullable=False, comment="key"),
        sa.Column("inquiry_id", KEY, nullable=False),
        sa.Column("applicant_id", KEY, nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["integrity_inquiry.id"], name=op.f("fk_integrity_inquiry_person_inquiry_id")
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name=op.f("fk_integrity_inquiry_person_applicant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_inquiry_person")),
        sa.UniqueConstraint(
            "inquiry_id", "applicant_id", name=op.f("uq_integrity_inquiry_person_inquiry_id_applicant_id")
        ),
    )
    op.create_index(
        op.f("ix_integrity_inquiry_person_applicant_id"), "integrity_inquiry_person", ["applicant_id"]
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"])
    op.create_index("ix_transition_at", "transition", ["at"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{event.lower()}"
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
                if postgresql
                else f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} refuses {event}'); END"
            )


def downgrade() -> None:
    """Take them away; a table takes its guards with it."""
    op.drop_index("ix_transition_at", table_name="transition")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    for table in reversed(APPEND_ONLY):
        op.drop_table(table)
