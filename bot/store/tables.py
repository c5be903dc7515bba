"""The tables of people and promises, on the same metadata as the news (`briefings.store.tables`).

A delivery is a briefing owed; its parts are messages. The states are those of `bot.delivery.model`.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from briefings.store.columns import Instant
from briefings.store.tables import metadata

NUMBER = BigInteger().with_variant(Integer, "sqlite")

readers = Table(
    "readers",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False, server_default="0", comment="a forum topic; 0 for none"),
    Column("kind", Text, nullable=False, comment="private, group, supergroup, channel"),
    Column("language", Text, nullable=False, server_default="en"),
    Column("zone", Text, comment="IANA name; null until it is known"),
    Column("place", Text, comment="what the reader called it"),
    Column("morning", Text, comment="wall time HH:MM; null when switched off"),
    Column("evening", Text, comment="wall time HH:MM; null when switched off"),
    Column("days", Text, nullable=False, server_default="1234567", comment="ISO weekdays"),
    Column("paused_until", Date, comment="local date of the first briefing after a pause"),
    Column("length", Integer, nullable=False, server_default="3", comment="minutes"),
    Column("standing", Text, nullable=False, comment="new, active, blocked, gone"),
    Column("standing_reason", Text),
    Column("step", Text, comment="the question of /start that is open; null when none is"),
    Column("quiet_from", Text, comment="wall time HH:MM; null without quiet hours"),
    Column("quiet_to", Text, comment="wall time HH:MM; null without quiet hours"),
    Column("held_morning", Text, comment="the morning that lies in the quiet hours; morning is null then"),
    Column("held_evening", Text, comment="the evening that lies in the quiet hours; evening is null then"),
    Column("refused_on", Date, comment="when Telegram first did not find the chat; null once it does"),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    UniqueConstraint("chat_id", "thread_id"),
    Index(None, "standing", "zone", "morning"),
    Index(None, "standing", "zone", "evening"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("reader_id", NUMBER, ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("newsletter", Text, primary_key=True),
    Column("since", Instant, nullable=False),
    Index(None, "newsletter"),
)

words = Table(
    "words",
    metadata,
    Column("reader_id", NUMBER, ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("word", Text, primary_key=True, comment="folded, as it is compared; or a story's id"),
    Column("wish", Text, nullable=False, comment="mute, follow, story"),
    Column("since", Instant, nullable=False),
)

told = Table(
    "told",
    metadata,
    Column("reader_id", NUMBER, ForeignKey("readers.id", ondelete="CASCADE"), primary_key=True),
    Column("story", Text, primary_key=True),
    Column("brief", Text, primary_key=True, comment="the version that this reader was told"),
    Column("delivery_id", NUMBER, nullable=False),
    Column("told_at", Instant, nullable=False),
    Index(None, "brief"),
    # Each line once, in the order of its key: this table has more rows than all others together.
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("reader_id", NUMBER, ForeignKey("readers.id", ondelete="CASCADE"), nullable=False),
    Column("local_date", Date, nullable=False, comment="the intended local date, whatever UTC says"),
    Column("slot", Text, nullable=False, comment="morning, evening, or now:UPDATE_ID for one that was asked for"),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("lane", Integer, nullable=False, comment="0 answers to people, 1 the broadcast"),
    Column("late", Boolean, nullable=False, server_default="0", comment="planned or made after its time; says so"),
    Column("state", Text, nullable=False),
    Column("editions", JSON, comment="ids of what it was made from"),
    Column("content", JSON, comment="what was shown and what was left out (bot.delivery.content)"),
    Column("planned_at", Instant, nullable=False),
    Column("rendered_at", Instant),
    UniqueConstraint("reader_id", "local_date", "slot"),
    Index(None, "state", "lane", "due_at"),
    Index(
        # With the state in it, or the planner takes the index above and reads all that waits to be sent.
        "ix_deliveries_unmade",
        "state",
        "lane",
        "due_at",
        sqlite_where=text("state = 'planned' AND rendered_at IS NULL"),
        postgresql_where=text("state = 'planned' AND rendered_at IS NULL"),
    ),
)

sends = Table(
    "sends",
    metadata,
    Column("due_at", Instant, primary_key=True, comment="of lane 0, which has no common time, the UTC day"),
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("planned", Integer, nullable=False, comment="counted when it is planned, beside the deliveries themselves"),
)

texts = Table(
    "texts",
    metadata,
    Column("id", Text, primary_key=True, comment="hash of the rest: equal for equal messages"),
    Column("html", Text, nullable=False),
    Column("plain", Text, nullable=False, comment="sent once instead if Telegram refuses the entities"),
    Column("keyboard", JSON, comment="rows of buttons; {d} stands for the delivery's id"),
    Column("made_at", Instant, nullable=False),
)

parts = Table(
    "parts",
    metadata,
    Column("id", NUMBER, primary_key=True),
    Column("delivery_id", NUMBER, ForeignKey("deliveries.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False, comment="from 1; sent in order"),
    Column("lane", Integer, nullable=False),
    Column("last", Boolean, nullable=False, comment="whether it is the last of its delivery"),
    Column("text_id", Text, ForeignKey("texts.id"), nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("doubts", Integer, nullable=False, server_default="0", comment="how often the answer was lost"),
    Column("as_plain", Boolean, nullable=False, server_default="0"),
    Column("token", Integer, nullable=False, server_default="0", comment="fencing: counts the leases"),
    Column("lease_until", Instant),
    Column("not_before", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("message_id", BigInteger, comment="Telegram's receipt"),
    Column("failure", Text),
    UniqueConstraint("delivery_id", "number"),
    Index(None, "state", "lane", "not_before"),
    Index(None, "text_id"),
    # An id is never given again, so a late receipt cannot meet another part under it.
    sqlite_autoincrement=True,
)

edits = Table(
    "edits",
    metadata,
    Column("part_id", NUMBER, ForeignKey("parts.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("brief", Text, primary_key=True, comment="a brief in that message that was corrected"),
    Column("state", Text, nullable=False, comment="those of bot.store.edits"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("noticed_at", Instant, nullable=False, comment="of the correction that it carries"),
    Column("not_before", Instant, nullable=False),
    Column("failure", Text),
    Index(None, "state", "not_before"),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False, comment="its lane: one at a time, in order"),
    Column("received_at", Instant, nullable=False),
    Column("content", Text, comment="as Telegram sent it; emptied once handled"),
    Column("state", Text, nullable=False, comment="waiting, applied, handled, failed"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("handled_at", Instant),
    Index(None, "state", "update_id"),
    Index(None, "chat_id", "received_at"),
)

moves = Table(
    "moves",
    metadata,
    Column("old_chat_id", BigInteger, primary_key=True, autoincrement=False, comment="a group's, before it grew"),
    Column("new_chat_id", BigInteger, nullable=False, comment="the supergroup's that it became"),
    Column("moved_at", Instant, nullable=False, comment="when we learned of it"),
)

marks = Table(
    "marks",
    metadata,
    Column("name", Text, primary_key=True, comment="planned_until, cut_until, flood_until, paid"),
    Column("value", Text, nullable=False),
)
