"""What the work on the cockpit adds to the tables: drafts, what each file came to, defects with their place, who looks at what."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = ("material_verdict", "defect")
COLUMNS = {
    "review_draft": "id, submission_id, reviewer_id, round_number, words, verdicts, defects, saved_at, version",
    "material_verdict": "id, submission_id, round_number, attachment_id, kind, year, digest, facts, judgement, "
    "reviewer_id, given_at",
    "defect": "id, submission_id, round_number, opinion_id, attachment_id, kind, year, page, box, clause, reason, found_at",
}


def upgrade() -> None:
    """Add it."""
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    instant, json = sa.DateTime(timezone=True), sa.JSON(none_as_null=True)
    op.create_table(
        "review_draft",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("submission_id", key, nullable=False),
        sa.Column("reviewer_id", key, nullable=False),
        sa.Column("round_number", sa.Integer, nullable=False),
        sa.Column("words", json, nullable=False, comment="code of the verb -> opinion as typed so far"),
        sa.Column("verdicts", json, nullable=False, comment="key of an attachment -> accepted, defective"),
        sa.Column("defects", json, nullable=False, comment="defects found so far, see pin.py"),
        sa.Column("saved_at", instant, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_review_draft_submission_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["staff.id"], name=op.f("fk_review_draft_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_draft")),
        sa.UniqueConstraint(
            "submission_id", "reviewer_id", name=op.f("uq_review_draft_submission_id_reviewer_id")
        ),
    )
    op.create_index(op.f("ix_review_draft_reviewer_id"), "review_draft", ["reviewer_id"])
    op.create_table(
        "material_verdict",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("submission_id", key, nullable=False),
        sa.Column("round_number", sa.Integer, nullable=False),
        sa.Column("attachment_id", key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer, nullable=True),
        sa.Column("digest", sa.String(64), nullable=True, comment="SHA-256 of the file"),
        sa.Column(
            "facts",
            sa.String(64),
            nullable=False,
            comment="SHA-256 of the declared facts that the file proves",
        ),
        sa.Column(
            "judgement",
            sa.Enum(
                "accepted",
                "defective",
                name="judgement",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reviewer_id", key, nullable=False),
        sa.Column("given_at", instant, nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submission.id"], name=op.f("fk_material_verdict_submission_id")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_material_verdict_attachment_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["staff.id"], name=op.f("fk_material_verdict_reviewer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material_verdict")),
    )
    op.create_index(op.f("ix_material_verdict_submission_id"), "material_verdict", ["submission_id"])
    op.create_table(
        "defect",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("submission_id", key, nullable=False),
        sa.Column("round_number", sa.Integer, nullable=False),
        sa.Column("opinion_id", key, nullable=False),
        sa.Column("attachment_id", key, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False, comment="material of the policy year"),
        sa.Column("year", sa.Integer, nullable=True),
        sa.Column("page", sa.Integer, nullable=True),
        sa.Column("box", json, nullable=True),
        sa.Column("clause", sa.String(10), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("found_at", instant, nullable=False),
        sa.CheckConstraint("box IS NULL OR page IS NOT NULL", name=op.f("ck_defect_a_box_lies_on_a_page")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_defect_submission_id")),
        sa.ForeignKeyConstraint(["opinion_id"], ["review_opinion.id"], name=op.f("fk_defect_opinion_id")),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_defect_attachment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_defect")),
    )
    op.create_index(op.f("ix_defect_submission_id"), "defect", ["submission_id"])
    op.create_index(op.f("ix_defect_opinion_id"), "defect", ["opinion_id"])
    op.create_table(
        "presence",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("submission_id", key, nullable=False),
        sa.Column("staff_id", key, nullable=False),
        sa.Column("seen_at", instant, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_presence_submission_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_presence_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("submission_id", "staff_id", name=op.f("uq_presence_submission_id_staff_id")),
    )
    op.create_index(op.f("ix_presence_staff_id"), "presence", ["staff_id"])
    op.create_index(op.f("ix_presence_seen_at"), "presence", ["seen_at"])
    there = sa.inspect(op.get_bind()).get_table_names()
    for table, columns in COLUMNS.items():
        if f"kept_{table}" in there:
            op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table}")  # noqa: S608
            op.drop_table(f"kept_{table}")
            if op.get_bind().dialect.name == "postgresql":  # the next key follows the highest that came back
                highest = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
                op.execute(highest)
    for table in APPEND_ONLY:
        for event in ("UPDATE", "DELETE"):
            refuse(table, event)


def refuse(table: str, event: str) -> None:
    """Make ``table`` refuse UPDATE or DELETE; the function of PostgreSQL is that of 0002."""
    does = (
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        if op.get_bind().dialect.name == "postgresql"
        else f"BEGIN SELECT RAISE(ABORT, '{table} refuses {event}'); END"
    )
    op.execute(f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} {does}")


def downgrade() -> None:
    """Take it away, the triggers with their tables; the rows wait in a safe for the next upgrade."""
    op.drop_table("presence")
    for table, columns in reversed(COLUMNS.items()):
        op.execute(f"CREATE TABLE kept_{table} AS SELECT {columns} FROM {table}")  # noqa: S608
        op.drop_table(table)
