"""The database as the last guard: what no program may do, on both engines (design.md section 1, point 6)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit_entry",
    "transition",
    "submission_round",
    "review_opinion",
    "decision",
    "check_run",
    "screening",
)
KEPT_FOR_GOOD = ("submission", "certificate", "integrity_record", "batch", "staff", "attachment")

EXPLAINED = """
    NEW.status <> OLD.status AND NOT EXISTS (
        SELECT 1 FROM transition t
        WHERE t.submission_id = NEW.id AND t.from_status = OLD.status AND t.to_status = NEW.status
        AND t.id = (SELECT max(l.id) FROM transition l WHERE l.submission_id = NEW.id)
    )
"""


def upgrade() -> None:
    """Put the guards up."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(
        "CREATE UNIQUE INDEX uq_employer_declaration ON employer "
        "(name, coalesce(uscc, ''), kind, region, coalesce(supervising_department, ''))"
    )
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% refuses %', TG_TABLE_NAME, TG_OP; END $$"
        )
        op.execute(
            "CREATE FUNCTION explain_status() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {EXPLAINED} THEN RAISE EXCEPTION 'no transition explains this status'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE FUNCTION begin_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF NEW.status <> 'draft' THEN RAISE EXCEPTION 'a submission begins as a draft'; END IF; RETURN NEW; END $$"
        )
    for table in APPEND_ONLY:
        refuse(table, "UPDATE", postgresql)
        refuse(table, "DELETE", postgresql)
    for table in KEPT_FOR_GOOD:
        refuse(table, "DELETE", postgresql)
    if postgresql:
        op.execute(
            "CREATE TRIGGER submission_status_is_explained BEFORE UPDATE OF status ON submission "
            "FOR EACH ROW EXECUTE FUNCTION explain_status()"
        )
        op.execute(
            "CREATE TRIGGER submission_begins_as_draft BEFORE INSERT ON submission "
            "FOR EACH ROW EXECUTE FUNCTION begin_as_draft()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER submission_status_is_explained BEFORE UPDATE OF status ON submission WHEN {EXPLAINED} "
            "BEGIN SELECT RAISE(ABORT, 'no transition explains this status'); END"
        )
        op.execute(
            "CREATE TRIGGER submission_begins_as_draft BEFORE INSERT ON submission WHEN NEW.status <> 'draft' "
            "BEGIN SELECT RAISE(ABORT, 'a submission begins as a draft'); END"
        )


def refuse(table: str, event: str, postgresql: bool) -> None:
    """Make ``table`` refuse UPDATE or DELETE."""
    name = f"{table}_refuses_{event.lower()}"
    if postgresql:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{table} refuses {event}'); END"
        )


def downgrade() -> None:
    """Take the guards down."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    triggers = [(f"{table}_refuses_update", table) for table in APPEND_ONLY]
    triggers += [(f"{table}_refuses_delete", table) for table in (*APPEND_ONLY, *KEPT_FOR_GOOD)]
    triggers += [
        ("submission_status_is_explained", "submission"),
        ("submission_begins_as_draft", "submission"),
    ]
    for name, table in triggers:
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
    if postgresql:
        for function in ("refuse_change", "explain_status", "begin_as_draft"):
            op.execute(f"DROP FUNCTION {function}()")
    op.execute("DROP INDEX uq_employer_declaration")
