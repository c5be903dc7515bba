"""Old chat ids of groups that became supergroups."""

import sqlalchemy as sa
from alembic import op

from briefings.store.columns import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "moves",
        sa.Column(
            "old_chat_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="a group's, before it grew"
        ),
        sa.Column("new_chat_id", sa.BigInteger(), nullable=False, comment="the supergroup's that it became"),
        sa.Column("moved_at", Instant(), nullable=False, comment="when we learned of it"),
        sa.PrimaryKeyConstraint("old_chat_id", name=op.f("pk_moves")),
    )
