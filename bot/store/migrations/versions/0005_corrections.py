"""What sources took back, and the messages that are corrected for it."""

import sqlalchemy as sa
from alembic import op

from briefings.store.columns import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "revisions",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("noticed_at", Instant(), nullable=False, comment="when the next version of it came in"),
        sa.Column("title", sa.Text(), nullable=False, comment="as it was until then"),
        sa.Column("paragraphs", sa.JSON(), nullable=False, comment="as they were until then"),
        sa.Column(
            "settled",
            sa.Boolean(),
            nullable=False,
            server_default="0",
            comment="whether the briefs of it were looked at",
        ),
        sa.PrimaryKeyConstraint("article", "noticed_at", name=op.f("pk_revisions")),
    )
    op.create_index(op.f("ix_revisions_noticed_at"), "revisions", ["noticed_at"])
    op.create_table(
        "corrections",
        sa.Column("brief", sa.Text(), nullable=False, comment="what was told"),
        sa.Column("corrected", sa.Text(), nullable=False, comment="the brief as it is to be told since"),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False, comment="the one that changed"),
        sa.Column("publisher", sa.Text(), nullable=False, comment="whose it is"),
        sa.Column("noticed_at", Instant(), nullable=False),
        sa.Column(
            "changes",
            sa.JSON(),
            nullable=False,
            comment="line by line what was told and what the source says now",
        ),
        sa.PrimaryKeyConstraint("brief", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_noticed_at"), "corrections", ["noticed_at"])
    op.create_table(
        "edits",
        sa.Column("part_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False, comment="a brief in that message that was corrected"),
        sa.Column("state", sa.Text(), nullable=False, comment="those of bot.store.edits"),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("noticed_at", Instant(), nullable=False, comment="of the correction that it carries"),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["part_id"], ["parts.id"], name=op.f("fk_edits_part_id_parts"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("part_id", "brief", name=op.f("pk_edits")),
    )
    op.create_index(op.f("ix_edits_state_not_before"), "edits", ["state", "not_before"])
