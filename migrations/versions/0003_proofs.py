"""What the work on proofs adds to the tables: places in the public status list, and which certificate replaced which."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COLUMNS = {
    "status_entry": "certificate_id, place, drawn_at",
    "replacement": "old_id, new_id, cause, reason, made_at, made_by_id",
}
"""What goes into a safe while the tables are away: a place stands in a printed code and cannot be drawn again."""


def upgrade() -> None:
    """Add it. Certificates numbered before have no place in a list and keep verifying by number."""
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    op.create_table(
        "status_entry",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("certificate_id", key, nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("place >= 0", name=op.f("ck_status_entry_a_place_is_counted_from_zero")),
        sa.ForeignKeyConstraint(
            ["certificate_id"], ["certificate.id"], name=op.f("fk_status_entry_certificate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_entry")),
        sa.UniqueConstraint("certificate_id", name=op.f("uq_status_entry_certificate_id")),
        sa.UniqueConstraint("place", name=op.f("uq_status_entry_place")),
    )
    op.create_table(
        "replacement",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("old_id", key, nullable=False),
        sa.Column("new_id", key, nullable=False),
        sa.Column(
            "cause",
            sa.Enum(
                "correction",
                "damaged_file",
                "security",
                name="reissuecause",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", key, nullable=False),
        sa.CheckConstraint("old_id <> new_id", name=op.f("ck_replacement_nothing_replaces_itself")),
        sa.ForeignKeyConstraint(["old_id"], ["certificate.id"], name=op.f("fk_replacement_old_id")),
        sa.ForeignKeyConstraint(["new_id"], ["certificate.id"], name=op.f("fk_replacement_new_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["staff.id"], name=op.f("fk_replacement_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replacement")),
        sa.UniqueConstraint("old_id", name=op.f("uq_replacement_old_id")),
        sa.UniqueConstraint("new_id", name=op.f("uq_replacement_new_id")),
    )
    there = sa.inspect(op.get_bind()).get_table_names()
    for table, columns in COLUMNS.items():
        if f"kept_{table}" in there:
            op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table}")  # noqa: S608
            op.drop_table(f"kept_{table}")
        for event in ("UPDATE", "DELETE"):
            op.execute(guard(table, event))


def guard(table: str, event: str) -> str:
    """A trigger by which ``table`` refuses UPDATE or DELETE; PostgreSQL has its function from 0002."""
    name = f"{table}_refuses_{event.lower()}"
    if op.get_bind().dialect.name == "postgresql":
        return (
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    return f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{table} refuses {event}'); END"


def downgrade() -> None:
    """Take it away, the triggers with their tables; the rows wait in a safe for the next upgrade."""
    for table, columns in reversed(COLUMNS.items()):
        op.execute(f"CREATE TABLE kept_{table} AS SELECT {columns} FROM {table}")  # noqa: S608
        op.drop_table(table)
