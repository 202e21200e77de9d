"""What the work on batch acts adds: frozen name lists under a Merkle root, errata, and the notice as a file."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = {
    "frozen_list": "id, batch_id, root, size, frozen_at",
    "frozen_line": "id, batch_id, place, submission_id, line, salt",
    "withheld_line": "id, line_id, reason",
    "erratum": "id, batch_id, original_id, reason",
    "correction": "id, batch_id, submission_id, entries, reason",
    "notice_file": "id, batch_id, form, digest, key_id, made_at",
}
"""What goes into a safe while the tables are away: lines and salts cannot be made again, and certificates carry proofs."""
APPEND_ONLY = ("frozen_list", "frozen_line", "withheld_line", "erratum", "notice_file")
MEMBERSHIP = ("batch_member", "correction")
"""What a batch is made of: it comes and goes while the batch is open, and is never rewritten."""


def upgrade() -> None:
    """Add it. Batches that were frozen before have no list under a root: nothing is made up for them."""
    key = sa.BigInteger().with_variant(sa.Integer, "sqlite")

    def foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
        return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))

    def ends(table: str, *unique: tuple[str, ...]) -> list[sa.Constraint]:
        rules: list[sa.Constraint] = [sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]
        return rules + [
            sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}")) for columns in unique
        ]

    op.create_table(
        "frozen_list",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("batch_id", key, nullable=False),
        sa.Column(
            "root",
            sa.String(64),
            nullable=False,
            comment="Merkle root (RFC 9162) over the lines, SHA-256, hex",
        ),
        sa.Column("size", sa.Integer, nullable=False, comment="number of lines"),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_frozen_list_a_frozen_list_has_lines")),
        foreign("frozen_list", "batch_id", "batch"),
        *ends("frozen_list", ("batch_id",)),
    )
    op.create_table(
        "frozen_line",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("batch_id", key, nullable=False),
        sa.Column("place", sa.Integer, nullable=False, comment="number on the list, from 1"),
        sa.Column("submission_id", key, nullable=False),
        sa.Column("line", sa.Text, nullable=False, comment="canonical JSON, see list_line"),
        sa.Column("salt", sa.String(64), nullable=False, comment="32 random bytes, hex"),
        foreign("frozen_line", "batch_id", "batch"),
        foreign("frozen_line", "submission_id", "submission"),
        *ends("frozen_line", ("batch_id", "place"), ("batch_id", "submission_id")),
    )
    op.create_index(op.f("ix_frozen_line_submission_id"), "frozen_line", ["submission_id"])
    op.create_table(
        "withheld_line",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("line_id", key, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        foreign("withheld_line", "line_id", "frozen_line"),
        *ends("withheld_line", ("line_id",)),
    )
    op.create_table(
        "erratum",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("batch_id", key, nullable=False),
        sa.Column("original_id", key, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint(
            "batch_id <> original_id", name=op.f("ck_erratum_an_erratum_corrects_another_batch")
        ),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_erratum_an_erratum_gives_its_reason")),
        foreign("erratum", "batch_id", "batch"),
        foreign("erratum", "original_id", "batch"),
        *ends("erratum", ("batch_id",)),
    )
    op.create_index(op.f("ix_erratum_original_id"), "erratum", ["original_id"])
    op.create_table(
        "correction",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("batch_id", key, nullable=False),
        sa.Column("submission_id", key, nullable=False),
        sa.Column("entries", sa.JSON, nullable=False, comment="entry -> corrected words, given by hand"),
        sa.Column("reason", sa.Text, nullable=False),
        sa.CheckConstraint("length(reason) > 0", name=op.f("ck_correction_a_correction_gives_its_reason")),
        foreign("correction", "batch_id", "batch"),
        foreign("correction", "submission_id", "submission"),
        *ends("correction", ("batch_id", "submission_id")),
    )
    op.create_index(op.f("ix_correction_batch_id"), "correction", ["batch_id"])
    op.create_index(op.f("ix_correction_submission_id"), "correction", ["submission_id"])
    op.create_table(
        "notice_file",
        sa.Column("id", key, nullable=False, comment="key"),
        sa.Column("batch_id", key, nullable=False),
        sa.Column(
            "form",
            sa.Enum("pdf", "docx", name="noticeform", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the file in the store"),
        sa.Column(
            "key_id", sa.String(64), nullable=True, comment="which key signed it; a Word file is unsigned"
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        foreign("notice_file", "batch_id", "batch"),
        *ends("notice_file", ("batch_id", "form")),
    )
    there = sa.inspect(op.get_bind()).get_table_names()
    for table, columns in COLUMNS.items():
        if f"kept_{table}" in there:
            op.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM kept_{table}")  # noqa: S608
            op.drop_table(f"kept_{table}")
            if op.get_bind().dialect.name == "postgresql":
                last = f"SELECT max(id) FROM {table}"  # noqa: S608
                op.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), ({last})) WHERE ({last}) > 0"
                )
    put_up_guards()


def put_up_guards() -> None:
    """Triggers: what is frozen is not rewritten, and a closed batch gains and loses nobody."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    refused = [(table, event) for table in APPEND_ONLY for event in ("UPDATE", "DELETE")]
    for table, event in [*refused, *((table, "UPDATE") for table in MEMBERSHIP)]:
        act = (
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{table} refuses {event}'); END"
        )
        op.execute(f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} {act}")
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_closed_batch() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "DECLARE one record; BEGIN "
            "IF TG_OP = 'DELETE' THEN one := OLD; ELSE one := NEW; END IF; "
            "IF EXISTS (SELECT 1 FROM batch WHERE id = one.batch_id AND status <> 'open') "
            "THEN RAISE EXCEPTION 'a closed batch refuses %', TG_OP; END IF; RETURN one; END $$"
        )
    for table in MEMBERSHIP:
        for event, row in (("INSERT", "NEW"), ("DELETE", "OLD")):
            name = f"{table}_of_a_closed_batch_refuses_{event.lower()}"
            if postgresql:
                op.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION refuse_closed_batch()"
                )
            else:
                op.execute(
                    f"CREATE TRIGGER {name} BEFORE {event} ON {table} "  # noqa: S608
                    f"WHEN EXISTS (SELECT 1 FROM batch WHERE id = {row}.batch_id AND status <> 'open') "
                    f"BEGIN SELECT RAISE(ABORT, 'a closed batch refuses {event}'); END"
                )


def downgrade() -> None:
    """Take it away, the triggers with their tables; the rows wait in a safe for the next upgrade."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name in ("refuses_update", "of_a_closed_batch_refuses_insert", "of_a_closed_batch_refuses_delete"):
        on = " ON batch_member" if postgresql else ""
        op.execute(f"DROP TRIGGER batch_member_{name}{on}")
    for table, columns in reversed(COLUMNS.items()):
        op.execute(f"CREATE TABLE kept_{table} AS SELECT {columns} FROM {table}")  # noqa: S608
        op.drop_table(table)
    if postgresql:
        op.execute("DROP FUNCTION refuse_closed_batch()")
