"""What readers follow and do not want, and when they want quiet."""

import sqlalchemy as sa
from alembic import op

from briefings.store.columns import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "words",
        sa.Column("reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("word", sa.Text(), nullable=False, comment="folded, as it is compared; or a story's id"),
        sa.Column("wish", sa.Text(), nullable=False, comment="mute, follow, story"),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_words_reader_id_readers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reader_id", "word", name=op.f("pk_words")),
    )
    for slot in ("morning", "evening"):
        comment = f"the {slot} that lies in the quiet hours; {slot} is null then"
        op.add_column("readers", sa.Column(f"held_{slot}", sa.Text(), nullable=True, comment=comment))
    for end in ("from", "to"):
        comment = "wall time HH:MM; null without quiet hours"
        op.add_column("readers", sa.Column(f"quiet_{end}", sa.Text(), nullable=True, comment=comment))
    held_for = "why it is held: refused, operator, withdrawn (briefings.store.holding)"
    op.add_column("editions", sa.Column("held_for", sa.Text(), nullable=True, comment=held_for))
    said = "all its words, folded, a space before and after each; null in what older versions wrote"
    op.add_column("briefs", sa.Column("said", sa.Text(), nullable=True, comment=said))
