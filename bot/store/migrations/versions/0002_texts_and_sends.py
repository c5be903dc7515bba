"""A text once, however many get it; the count of what was planned; who asked an open question.

Messages that are kept already move into `texts`, with `{d}` in their buttons in place of the delivery's id.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

from briefings.store.columns import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PAGE = 500
OLD = "parts_0001"
BROADCAST = 1
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COPY_TOLD = """
INSERT INTO told (reader_id, story, brief, delivery_id, told_at)
SELECT reader_id, story, brief, delivery_id, told_at FROM told_0001 ORDER BY reader_id, story, brief
"""
COPY = """
INSERT INTO parts (id, delivery_id, number, lane, last, text_id, state, attempts, doubts, as_plain, token, lease_until,
    not_before, sent_at, message_id, failure)
SELECT id, delivery_id, number, lane,
    number = (SELECT max(number) FROM parts_0001 sibling WHERE sibling.delivery_id = parts_0001.delivery_id), :text_id,
    state, attempts, doubts, as_plain, token, lease_until, not_before, sent_at, message_id, failure
FROM parts_0001 WHERE id = :id
"""

_old = sa.table(
    OLD,
    sa.column("id"),
    sa.column("delivery_id"),
    sa.column("html"),
    sa.column("plain"),
    sa.column("keyboard"),
)
_deliveries = sa.table(
    "deliveries",
    sa.column("id"),
    sa.column("lane"),
    sa.column("due_at", Instant()),
    sa.column("planned_at", Instant()),
    sa.column("rendered_at", Instant()),
)
_sends = sa.table("sends", sa.column("due_at", Instant()), sa.column("lane"), sa.column("planned"))
_texts = sa.table(
    "texts",
    sa.column("id"),
    sa.column("html"),
    sa.column("plain"),
    sa.column("keyboard"),
    sa.column("made_at", Instant()),
)


def upgrade() -> None:
    op.add_column(
        "readers",
        sa.Column(
            "refused_on",
            sa.Date(),
            nullable=True,
            comment="when Telegram first did not find the chat; null once it does",
        ),
    )
    _pack_told()
    _index_deliveries()
    _count_sends()
    _make_texts()
    _make_parts()
    for page in _pages():
        _copy(page)
    op.drop_table(OLD)
    op.create_index(op.f("ix_parts_state_lane_not_before"), "parts", ["state", "lane", "not_before"], unique=False)
    op.create_index(op.f("ix_parts_text_id"), "parts", ["text_id"], unique=False)


def _pack_told() -> None:
    """The same table, each line once: it was kept beside an index that repeats almost all of it."""
    op.drop_index(op.f("ix_told_brief"), table_name="told")
    op.rename_table("told", "told_0001")
    op.create_table(
        "told",
        sa.Column("reader_id", NUMBER, nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False, comment="the version that this reader was told"),
        sa.Column("delivery_id", NUMBER, nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_told_reader_id_readers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reader_id", "story", "brief", name=op.f("pk_told")),
        sqlite_with_rowid=False,
    )
    op.execute(COPY_TOLD)
    op.drop_table("told_0001")
    op.create_index(op.f("ix_told_brief"), "told", ["brief"], unique=False)


def _index_deliveries() -> None:
    op.drop_index(op.f("ix_deliveries_state_due_at"), table_name="deliveries")
    op.create_index(op.f("ix_deliveries_state_lane_due_at"), "deliveries", ["state", "lane", "due_at"], unique=False)
    unmade = sa.text("state = 'planned' AND rendered_at IS NULL")
    op.create_index(
        "ix_deliveries_unmade",
        "deliveries",
        ["state", "lane", "due_at"],
        unique=False,
        sqlite_where=unmade,
        postgresql_where=unmade,
    )


def _count_sends() -> None:
    op.create_table(
        "sends",
        sa.Column("due_at", Instant(), nullable=False, comment="of lane 0, which has no common time, the UTC day"),
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "planned",
            sa.Integer(),
            nullable=False,
            comment="counted when it is planned, beside the deliveries themselves",
        ),
        sa.PrimaryKeyConstraint("due_at", "lane", name=op.f("pk_sends")),
    )
    query = sa.select(_deliveries.c.due_at, _deliveries.c.lane, sa.func.count())
    counts: Counter[tuple[datetime, int]] = Counter()
    for due_at, lane, count in op.get_bind().execute(query.group_by(_deliveries.c.due_at, _deliveries.c.lane)):
        day = datetime.combine(due_at, time(), due_at.tzinfo)
        counts[due_at if lane == BROADCAST else day, lane] += count
    rows = [{"due_at": at, "lane": lane, "planned": count} for (at, lane), count in counts.items()]
    if rows:
        op.get_bind().execute(sa.insert(_sends), rows)


def _make_texts() -> None:
    op.create_table(
        "texts",
        sa.Column("id", sa.Text(), nullable=False, comment="hash of the rest: equal for equal messages"),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False, comment="sent once instead if Telegram refuses the entities"),
        sa.Column("keyboard", sa.JSON(), nullable=True, comment="rows of buttons; {d} stands for the delivery's id"),
        sa.Column("made_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )


def _make_parts() -> None:
    """The new table under the name of the old one, which waits beside it to be copied."""
    op.drop_index(op.f("ix_parts_variant"), table_name="parts")
    op.drop_index(op.f("ix_parts_state_lane_not_before"), table_name="parts")
    op.rename_table("parts", OLD)
    op.create_table(
        "parts",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("delivery_id", NUMBER, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="from 1; sent in order"),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("last", sa.Boolean(), nullable=False, comment="whether it is the last of its delivery"),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("doubts", sa.Integer(), server_default="0", nullable=False, comment="how often the answer was lost"),
        sa.Column("as_plain", sa.Boolean(), server_default="0", nullable=False),
        sa.Column("token", sa.Integer(), server_default="0", nullable=False, comment="fencing: counts the leases"),
        sa.Column("lease_until", Instant(), nullable=True),
        sa.Column("not_before", Instant(), nullable=False),
        sa.Column("sent_at", Instant(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True, comment="Telegram's receipt"),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["deliveries.id"], name=op.f("fk_parts_delivery_id_deliveries"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["text_id"], ["texts.id"], name=op.f("fk_parts_text_id_texts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
        sa.UniqueConstraint("delivery_id", "number", name=op.f("uq_parts_delivery_id_number")),
        sqlite_autoincrement=True,
    )


def _pages() -> Iterator[list[sa.Row[Any]]]:
    """The old parts, some at a time: a month of them need not fit into memory."""
    made_at = sa.func.coalesce(_deliveries.c.rendered_at, _deliveries.c.planned_at, type_=Instant())
    query = sa.select(_old, made_at.label("made_at")).join(_deliveries, _deliveries.c.id == _old.c.delivery_id)
    after = 0
    while page := list(op.get_bind().execute(query.where(_old.c.id > after).order_by(_old.c.id).limit(PAGE))):
        yield page
        after = page[-1].id


def _copy(page: list[sa.Row[Any]]) -> None:
    texts = {row.id: _text(row) for row in page}
    wanted = {text["id"]: text for text in texts.values()}
    known = set(op.get_bind().scalars(sa.select(_texts.c.id).where(_texts.c.id.in_(wanted))))
    new = [text for name, text in wanted.items() if name not in known]
    if new:
        op.get_bind().execute(sa.insert(_texts), new)
    op.get_bind().execute(sa.text(COPY), [{"id": one, "text_id": text["id"]} for one, text in texts.items()])


def _text(row: sa.Row[Any]) -> dict[str, Any]:
    keyboard = row.keyboard and row.keyboard.replace(f':{row.delivery_id}"', ':{d}"')
    content = orjson.dumps([row.html, row.plain, orjson.loads(keyboard or "[]") or []])
    name = hashlib.sha256(content).hexdigest()[:16]
    return {"id": name, "html": row.html, "plain": row.plain, "keyboard": keyboard, "made_at": row.made_at}
