"""The tables of the news. The bot's own tables hang on the same metadata (`bot.store.tables`).

Identifiers are text: hashes of what they name. Stories keep their id while they grow.
"""

from sqlalchemy import JSON, Boolean, Column, Date, Float, Index, Integer, MetaData, Table, Text, UniqueConstraint

from briefings.store.columns import Instant

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True, comment="as the catalogue spells it"),
    Column("moved_to", Text, comment="where permanent redirects lead"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", Text, comment="of the last parsed body: an equal one is not parsed again"),
    Column("format", Text),
    Column("checked_at", Instant),
    Column("succeeded_at", Instant, comment="last 200 or 304"),
    Column("changed_at", Instant, comment="last time it held something new"),
    Column("newest_at", Instant, comment="time of the newest article seen in it"),
    Column("next_at", Instant, comment="not polled before"),
    Column("failures", Integer, nullable=False, server_default="0", comment="in a row"),
    Column("failure", Text, comment="the last one, one sentence"),
    Column("interval", Float, comment="seconds between polls, learnt"),
    Index(None, "next_at"),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True, comment="hash of the canonical URL"),
    Column("url", Text, nullable=False),
    Column("feed", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", Instant, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("author", Text),
    Column("section", Text),
    Column("position", Integer, nullable=False),
    Column("complete", Boolean, nullable=False, comment="false: only a teaser could be had"),
    Column("paragraphs", JSON, nullable=False),
    Column("fingerprint", Text, nullable=False, comment="of the first words: equal for reprints"),
    Column("story", Text),
    UniqueConstraint("url"),
    Index(None, "first_seen"),
    Index(None, "published"),
    Index(None, "story"),
)

appearances = Table(
    "appearances",
    metadata,
    Column("article", Text, primary_key=True),
    Column("feed", Text, primary_key=True, comment="one article may appear in several feeds"),
    Column("entry", Text, nullable=False, comment="the feed's own id of it"),
    Column("position", Integer, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Index(None, "feed", "seen_at"),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Column("merged_into", Text, comment="two stories that turned out to be one"),
    Index(None, "changed_at"),
)

briefs = Table(
    "briefs",
    metadata,
    Column("id", Text, primary_key=True, comment="hash of its content"),
    Column("story", Text, nullable=False),
    Column("writer", Text, nullable=False),
    Column("written_at", Instant, nullable=False),
    Column("content", JSON, nullable=False),
    Column(
        "said", Text, comment="all its words, folded, a space before and after each; null in what older versions wrote"
    ),
    Index(None, "story"),
    Index(None, "written_at"),
)

editions = Table(
    "editions",
    metadata,
    Column("id", Text, primary_key=True, comment="hash of its content"),
    Column("newsletter", Text, nullable=False),
    Column("date", Date, nullable=False, comment="local date of the slot"),
    Column("slot", Text, nullable=False),
    Column("cut", Instant, nullable=False),
    Column("briefs", JSON, nullable=False, comment="ids, in order"),
    Column("articles_read", Integer, nullable=False),
    Column("held", Boolean, nullable=False, server_default="0", comment="not given to readers any more"),
    Column("held_for", Text, comment="why it is held: refused, operator, withdrawn (briefings.store.holding)"),
    UniqueConstraint("newsletter", "date", "slot", "cut"),
    Index(None, "cut"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("article", Text, primary_key=True),
    Column("noticed_at", Instant, primary_key=True, comment="when the next version of it came in"),
    Column("title", Text, nullable=False, comment="as it was until then"),
    Column("paragraphs", JSON, nullable=False, comment="as they were until then"),
    Column("settled", Boolean, nullable=False, server_default="0", comment="whether the briefs of it were looked at"),
    Index(None, "noticed_at"),
)

corrections = Table(
    "corrections",
    metadata,
    Column("brief", Text, primary_key=True, comment="what was told"),
    Column("corrected", Text, nullable=False, comment="the brief as it is to be told since"),
    Column("story", Text, nullable=False),
    Column("article", Text, nullable=False, comment="the one that changed"),
    Column("publisher", Text, nullable=False, comment="whose it is"),
    Column("noticed_at", Instant, nullable=False),
    Column("changes", JSON, nullable=False, comment="line by line what was told and what the source says now"),
    Index(None, "noticed_at"),
)
