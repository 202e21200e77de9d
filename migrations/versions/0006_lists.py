"""What the work on lists adds to the tables: keys that names are found by, views, habits, and two indexes that lists are read from."""

import sqlalchemy as sa
from alembic import op

from zhicheng.intake.name_key import keys_of

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KINDS = ("ending", "pinyin", "initials")
OFFICES = ("junior_office", "title_office")
CHUNK = 1_000


def upgrade() -> None:
    """Add the tables, and the keys of every name that is there."""
    name_key = op.create_table(
        "name_key",
        sa.Column("id", KEY, nullable=False, comment="key"),
        sa.Column("applicant_id", KEY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="keykind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "key",
            sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["applicant_id"], ["applicant.id"], name=op.f("fk_name_key_applicant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_key")),
    )
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name FROM applicant")).all()
    for start in range(0, len(rows), CHUNK):
        connection.execute(
            name_key.insert(),
            [
                {"applicant_id": key, "kind": kind.value, "key": text}
                for key, name in rows[start : start + CHUNK]
                for kind, text in keys_of(name)
            ],
        )
    op.create_index(op.f("ix_name_key_applicant_id"), "name_key", ["applicant_id"])
    op.create_index("ix_name_key_kind_key_applicant_id", "name_key", ["kind", "key", "applicant_id"])
    op.create_table(
        "saved_view",
        sa.Column("id", KEY, nullable=False, comment="key"),
        sa.Column("owner_id", KEY, nullable=False),
        sa.Column("screen", sa.String(40), nullable=False, comment="address of the list"),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column(
            "arguments", sa.String(1500), nullable=False, comment="query string: filters, order, columns"
        ),
        sa.Column(
            "office",
            sa.Enum(*OFFICES, name="office", native_enum=False, create_constraint=True, length=40),
            nullable=True,
            comment="shared with this office; empty: one's own",
        ),
        sa.CheckConstraint(
            "length(name) BETWEEN 1 AND 20", name=op.f("ck_saved_view_a_view_has_a_short_name")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_saved_view_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint("owner_id", "screen", "name", name=op.f("uq_saved_view_owner_id_screen_name")),
    )
    op.create_index(op.f("ix_saved_view_screen"), "saved_view", ["screen"])
    op.create_table(
        "list_habit",
        sa.Column("id", KEY, nullable=False, comment="key"),
        sa.Column("staff_id", KEY, nullable=False),
        sa.Column("screen", sa.String(40), nullable=False, comment="address of the list"),
        sa.Column(
            "columns", sa.JSON(none_as_null=True), nullable=True, comment="in order; empty: the usual ones"
        ),
        sa.Column(
            "sort",
            sa.String(60),
            nullable=True,
            comment="column, with a minus before it when descending",
        ),
        sa.Column("first_view_id", KEY, nullable=True, comment="opened in place of the whole list"),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_list_habit_staff_id")),
        sa.ForeignKeyConstraint(
            ["first_view_id"],
            ["saved_view.id"],
            name=op.f("fk_list_habit_first_view_id"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_habit")),
        sa.UniqueConstraint("staff_id", "screen", name=op.f("uq_list_habit_staff_id_screen")),
    )
    op.create_index(op.f("ix_list_habit_first_view_id"), "list_habit", ["first_view_id"])
    listed = ["submitted_at", "id", "office", "route", "employer_id"]
    op.create_index("ix_submission_all_listed", "submission", listed)
    op.create_index("ix_submission_status_listed", "submission", ["status", *listed])
    op.create_index("ix_check_run_by_outcome", "check_run", ["outcome", "submission_id", "id"])


def downgrade() -> None:
    """Take it away; nothing of it is a record of the office."""
    op.drop_index("ix_check_run_by_outcome", "check_run")
    op.drop_index("ix_submission_status_listed", "submission")
    op.drop_index("ix_submission_all_listed", "submission")
    op.drop_table("list_habit")
    op.drop_table("saved_view")
    op.drop_table("name_key")
