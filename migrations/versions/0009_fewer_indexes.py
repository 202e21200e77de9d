"""Indexes that another one begins with are dropped; the newest outcome is answered from its index, without the run."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LATEST = "ix_check_run_latest"
NEEDLESS = {
    "ix_check_run_outcome": ("check_run", ["outcome"]),
    "ix_submission_route": ("submission", ["route"]),
    "ix_submission_status": ("submission", ["status"]),
    "ix_submission_submitted": ("submission", ["submitted_at", "id"]),
}


def upgrade() -> None:
    """Drop what is needless, add the outcome."""
    for name, (table, _) in NEEDLESS.items():
        op.drop_index(name, table)
    op.drop_index(LATEST, "check_run")
    op.create_index(LATEST, "check_run", ["submission_id", "id", "outcome"])


def downgrade() -> None:
    """As it was."""
    op.drop_index(LATEST, "check_run")
    op.create_index(LATEST, "check_run", ["submission_id", "id"])
    for name, (table, columns) in NEEDLESS.items():
        op.create_index(name, table, columns)
