"""The moves of a submission are read in its index: when, from where and to where, without their rows."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE, BEFORE, AFTER = "transition", "ix_transition_submission_id", "ix_transition_by_submission"


def upgrade() -> None:
    """In the place of the index that knew the submission alone."""
    op.create_index(AFTER, TABLE, ["submission_id", "at", "from_status", "to_status"])
    op.drop_index(BEFORE, TABLE)


def downgrade() -> None:
    """As it was."""
    op.create_index(BEFORE, TABLE, ["submission_id"])
    op.drop_index(AFTER, TABLE)
