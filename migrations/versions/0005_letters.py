"""What the work on letters adds to the tables: the letters that were sent, which nobody changes or takes away."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("return_letter", "decline_letter", "receipt", "revocation_decision", "integrity_extract")
OFFICES = ("junior_office", "title_office")


def upgrade() -> None:
    """Add the table and its guards."""
    op.create_table(
        "letter",
        sa.Column("id", KEY, nullable=False, comment="key"),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="letterkind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(40), nullable=False, comment="table of what it is about"),
        sa.Column("subject_id", sa.Integer(), nullable=False, comment="key of what it is about"),
        sa.Column(
            "part", sa.Integer(), nullable=False, comment="the round, where there is one letter a round"
        ),
        sa.Column("submission_id", KEY, nullable=True),
        sa.Column(
            "office",
            sa.Enum(*OFFICES, name="office", native_enum=False, create_constraint=True, length=40),
            nullable=True,
            comment="whose people may read it; empty: by another right",
        ),
        sa.Column("wording", sa.String(71), nullable=False, comment="sha256:… of the year's wording"),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False, comment="the words, as printed"),
        sa.Column("actor_id", KEY, nullable=True),
        sa.Column("actor_name", sa.String(50), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_letter_submission_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["staff.id"], name=op.f("fk_letter_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint(
            "kind",
            "subject_kind",
            "subject_id",
            "part",
            name=op.f("uq_letter_kind_subject_kind_subject_id_part"),
        ),
    )
    op.create_index(op.f("ix_letter_submission_id"), "letter", ["submission_id"])
    for event in ("UPDATE", "DELETE"):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER letter_refuses_{event.lower()} BEFORE {event} ON letter "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        else:
            op.execute(
                f"CREATE TRIGGER letter_refuses_{event.lower()} BEFORE {event} ON letter "
                f"BEGIN SELECT RAISE(ABORT, 'letter refuses {event}'); END"
            )


def downgrade() -> None:
    """Take it away, guards and letters; what they told of stands in the other tables."""
    op.drop_table("letter")
