"""The first schema: the news, and people and promises.

A migration stands alone: it repeats the tables as they were then and never imports `tables.py`, which moves on.
"""

import sqlalchemy as sa
from alembic import op

from briefings.store.columns import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _feeds()
    _articles()
    _appearances()
    _stories()
    _briefs()
    _editions()
    _readers()
    _subscriptions()
    _told()
    _deliveries()
    _parts()
    _inbox()
    _marks()


def _feeds() -> None:
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text(), nullable=False, comment="as the catalogue spells it"),
        sa.Column("moved_to", sa.Text(), nullable=True, comment="where permanent redirects lead"),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column(
            "body_hash", sa.Text(), nullable=True, comment="of the last parsed body: an equal one is not parsed again"
        ),
        sa.Column("format", sa.Text(), nullable=True),
        sa.Column("checked_at", Instant(), nullable=True),
        sa.Column("succeeded_at", Instant(), nullable=True, comment="last 200 or 304"),
        sa.Column("changed_at", Instant(), nullable=True, comment="last time it held something new"),
        sa.Column("newest_at", Instant(), nullable=True, comment="time of the newest article seen in it"),
        sa.Column("next_at", Instant(), nullable=True, comment="not polled before"),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False, comment="in a row"),
        sa.Column("failure", sa.Text(), nullable=True, comment="the last one, one sentence"),
        sa.Column("interval", sa.Float(), nullable=True, comment="seconds between polls, learnt"),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_next_at"), "feeds", ["next_at"], unique=False)


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False, comment="hash of the canonical URL"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("published", Instant(), nullable=False),
        sa.Column("first_seen", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False, comment="false: only a teaser could be had"),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False, comment="of the first words: equal for reprints"),
        sa.Column("story", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("url", name=op.f("uq_articles_url")),
    )
    op.create_index(op.f("ix_articles_first_seen"), "articles", ["first_seen"], unique=False)
    op.create_index(op.f("ix_articles_published"), "articles", ["published"], unique=False)
    op.create_index(op.f("ix_articles_story"), "articles", ["story"], unique=False)


def _appearances() -> None:
    op.create_table(
        "appearances",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False, comment="one article may appear in several feeds"),
        sa.Column("entry", sa.Text(), nullable=False, comment="the feed's own id of it"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("seen_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("article", "feed", name=op.f("pk_appearances")),
    )
    op.create_index(op.f("ix_appearances_feed_seen_at"), "appearances", ["feed", "seen_at"], unique=False)


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.Column("merged_into", sa.Text(), nullable=True, comment="two stories that turned out to be one"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stories")),
    )
    op.create_index(op.f("ix_stories_changed_at"), "stories", ["changed_at"], unique=False)


def _briefs() -> None:
    op.create_table(
        "briefs",
        sa.Column("id", sa.Text(), nullable=False, comment="hash of its content"),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("writer", sa.Text(), nullable=False),
        sa.Column("written_at", Instant(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_briefs")),
    )
    op.create_index(op.f("ix_briefs_story"), "briefs", ["story"], unique=False)
    op.create_index(op.f("ix_briefs_written_at"), "briefs", ["written_at"], unique=False)


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("id", sa.Text(), nullable=False, comment="hash of its content"),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False, comment="local date of the slot"),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("cut", Instant(), nullable=False),
        sa.Column("briefs", sa.JSON(), nullable=False, comment="ids, in order"),
        sa.Column("articles_read", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), server_default="0", nullable=False, comment="an operator holds it back"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint("newsletter", "date", "slot", "cut", name=op.f("uq_editions_newsletter_date_slot_cut")),
    )
    op.create_index(op.f("ix_editions_cut"), "editions", ["cut"], unique=False)


def _readers() -> None:
    op.create_table(
        "readers",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "thread_id", sa.BigInteger(), server_default="0", nullable=False, comment="a forum topic; 0 for none"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="private, group, supergroup, channel"),
        sa.Column("language", sa.Text(), server_default="en", nullable=False),
        sa.Column("zone", sa.Text(), nullable=True, comment="IANA name; null until it is known"),
        sa.Column("place", sa.Text(), nullable=True, comment="what the reader called it"),
        sa.Column("morning", sa.Text(), nullable=True, comment="wall time HH:MM; null when switched off"),
        sa.Column("evening", sa.Text(), nullable=True, comment="wall time HH:MM; null when switched off"),
        sa.Column("days", sa.Text(), server_default="1234567", nullable=False, comment="ISO weekdays"),
        sa.Column("paused_until", sa.Date(), nullable=True, comment="local date of the first briefing after a pause"),
        sa.Column("length", sa.Integer(), server_default="3", nullable=False, comment="minutes"),
        sa.Column("standing", sa.Text(), nullable=False, comment="new, active, blocked, gone"),
        sa.Column("standing_reason", sa.Text(), nullable=True),
        sa.Column("step", sa.Text(), nullable=True, comment="the question of /start that is open; null when none is"),
        sa.Column("created_at", Instant(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readers")),
        sa.UniqueConstraint("chat_id", "thread_id", name=op.f("uq_readers_chat_id_thread_id")),
    )
    op.create_index(op.f("ix_readers_standing_zone_evening"), "readers", ["standing", "zone", "evening"], unique=False)
    op.create_index(op.f("ix_readers_standing_zone_morning"), "readers", ["standing", "zone", "morning"], unique=False)


def _subscriptions() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("newsletter", sa.Text(), nullable=False),
        sa.Column("since", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_subscriptions_reader_id_readers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reader_id", "newsletter", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_newsletter"), "subscriptions", ["newsletter"], unique=False)


def _told() -> None:
    op.create_table(
        "told",
        sa.Column("reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False, comment="the version that this reader was told"),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_told_reader_id_readers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("reader_id", "story", "brief", name=op.f("pk_told")),
    )
    op.create_index(op.f("ix_told_brief"), "told", ["brief"], unique=False)


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reader_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False, comment="the intended local date, whatever UTC says"),
        sa.Column(
            "slot", sa.Text(), nullable=False, comment="morning, evening, or now:UPDATE_ID for one that was asked for"
        ),
        sa.Column("due_at", Instant(), nullable=False),
        sa.Column("expires_at", Instant(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False, comment="0 answers to people, 1 the broadcast"),
        sa.Column("late", sa.Boolean(), server_default="0", nullable=False, comment="planned after its time; says so"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("editions", sa.JSON(), nullable=True, comment="ids of what it was made from"),
        sa.Column(
            "content", sa.JSON(), nullable=True, comment="what was shown and what was left out (bot.delivery.briefing)"
        ),
        sa.Column("planned_at", Instant(), nullable=False),
        sa.Column("rendered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["reader_id"], ["readers.id"], name=op.f("fk_deliveries_reader_id_readers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("reader_id", "local_date", "slot", name=op.f("uq_deliveries_reader_id_local_date_slot")),
    )
    op.create_index(op.f("ix_deliveries_state_due_at"), "deliveries", ["state", "due_at"], unique=False)


def _parts() -> None:
    op.create_table(
        "parts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("delivery_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="from 1; sent in order"),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False, comment="sent once instead if Telegram refuses the entities"),
        sa.Column("keyboard", sa.JSON(), nullable=True, comment="rows of buttons"),
        sa.Column("variant", sa.Text(), nullable=False, comment="hash of what is sent: equal for equal messages"),
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
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parts")),
        sa.UniqueConstraint("delivery_id", "number", name=op.f("uq_parts_delivery_id_number")),
    )
    op.create_index(op.f("ix_parts_state_lane_not_before"), "parts", ["state", "lane", "not_before"], unique=False)
    op.create_index(op.f("ix_parts_variant"), "parts", ["variant"], unique=False)


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="its lane: one at a time, in order"),
        sa.Column("received_at", Instant(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True, comment="as Telegram sent it; emptied once handled"),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting, handled, failed"),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("handled_at", Instant(), nullable=True),
        sa.PrimaryKeyConstraint("update_id", name=op.f("pk_inbox")),
    )
    op.create_index(op.f("ix_inbox_chat_id_received_at"), "inbox", ["chat_id", "received_at"], unique=False)
    op.create_index(op.f("ix_inbox_state_update_id"), "inbox", ["state", "update_id"], unique=False)


def _marks() -> None:
    op.create_table(
        "marks",
        sa.Column("name", sa.Text(), nullable=False, comment="planned_until, flood_until, offset"),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_marks")),
    )
