"""How long the news is kept: articles and editions for ninety days, and whatever hangs on them for as long.

Two things outlive that. An article whose story was told lately stays, because a briefing's buttons lead to it and some
stories go on for months. And one that its feed still lists stays, because an entry without a date, once it was
forgotten, would be news again.
"""

from datetime import datetime, timedelta

from sqlalchemy import exists

from briefings.store.database import Database
from briefings.store.forgetting import Rule, forget
from briefings.store.revisions import KEPT as REVISIONS
from briefings.store.tables import appearances, articles, briefs, corrections, editions, feeds, revisions, stories

KEPT = timedelta(days=90)
TOLD_LATELY = timedelta(days=40)
"""Whoever shows editions remembers for at most thirty days what was shown, and a brief may be some days old then."""

_BY_ARTICLE = appearances.c.article == articles.c.id


async def purge(database: Database, now: datetime) -> int:
    """Forget what is older than it is kept, a small step at a time; returns how many rows went."""
    return sum([await forget(database, rule) for rule in rules(now)])


def rules(now: datetime) -> tuple[Rule, ...]:
    """What goes by now; an appearance goes once its article did, or was never kept."""
    before = now - KEPT
    told_lately = exists().where(briefs.c.story == articles.c.story, briefs.c.written_at >= now - TOLD_LATELY)
    # What a feed held when it last brought news has been seen since then.
    listed = (
        exists()
        .where(_BY_ARTICLE, appearances.c.feed == feeds.c.url, appearances.c.seen_at >= feeds.c.changed_at)
        .correlate(articles)
    )
    return (
        Rule(editions, editions.c.cut < before),
        Rule(briefs, briefs.c.written_at < before),
        Rule(articles, (articles.c.first_seen < before) & ~told_lately & ~listed),
        Rule(appearances, (appearances.c.seen_at < before) & ~exists().where(_BY_ARTICLE), walk=True),
        Rule(stories, (stories.c.changed_at < before) & ~exists().where(articles.c.story == stories.c.id)),
        # One that is on the list is asked at least once a day.
        Rule(feeds, feeds.c.checked_at < before),
        Rule(revisions, revisions.c.noticed_at < now - REVISIONS),
        Rule(corrections, corrections.c.noticed_at < now - TOLD_LATELY),
    )
