"""How long people's side is kept: receipts for thirty days, and whatever hangs on them for as long.

Nothing that is still to be sent or answered goes, however old it is: first it must have become something final.
"""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, and_, exists

from bot.delivery.line import Lane
from bot.delivery.model import PartState
from bot.store.halt import OPEN
from bot.store.inbox import OPEN as UNANSWERED
from bot.store.owed import REMEMBERED
from bot.store.rows import FOLLOW, MUTE
from bot.store.sends import uncount
from bot.store.tables import deliveries, inbox, moves, parts, sends, texts, told, words
from briefings.store.database import Database
from briefings.store.forgetting import Rule, forget
from briefings.store.tables import stories

log = structlog.get_logger()

RECEIPTS = timedelta(days=30)
TOLD = REMEMBERED
"""Whoever was told a story longer ago may be told it as new, so nobody asks for older lines."""
QUIET = timedelta(days=3)
"""A story without a new article for so long is over, and nobody follows it any more."""
DAY = timedelta(days=1)
CLOSED = tuple(state for state in PartState if state not in OPEN)
UNBOUNDED = {
    "readers": "until /forget: a reader who comes back after a year finds what they chose",
    "subscriptions": "as long as their reader",
    "parts": "as long as their delivery, with which they go",
    "edits": "as long as their part, with which they go",
    "marks": "one row a name, of five names",
}
"""The tables that no rule empties, and why they need none."""


async def purge(database: Database, now: datetime) -> int:
    """Forget what is older than it is kept, a small step at a time; returns how many rows went."""
    count = sum([await forget(database, rule) for rule in rules(now)])
    if count:
        log.info("ledger.purged", rows=count)
    return count


def rules(now: datetime) -> tuple[Rule, ...]:
    """What goes by now. Texts go with the last part that has them, whatever their age."""
    before = now - RECEIPTS
    # All the lanes and states that there are: the index of what is due when begins with them.
    due = and_(deliveries.c.lane.in_(tuple(Lane)), deliveries.c.due_at < before)
    old = and_(deliveries.c.state.in_(CLOSED), due)
    any_left = exists().where(deliveries.c.state.in_(tuple(PartState)), due)
    return (
        Rule(deliveries, old, before=uncount),
        # A count of which nothing can be left, because some deliveries went behind the ledger's back.
        Rule(sends, (sends.c.due_at < before - DAY) & ~any_left),
        Rule(texts, ~exists().where(parts.c.text_id == texts.c.id), walk=True),
        Rule(inbox, (inbox.c.received_at < before) & inbox.c.state.not_in(UNANSWERED), walk=True),
        # Told once more by Telegram, whenever its old id is used again.
        Rule(moves, moves.c.moved_at < before, walk=True),
        Rule(told, told.c.told_at < now - TOLD, walk=True),
        # Words stay as long as their reader; a story is followed until it has gone quiet.
        Rule(words, words.c.wish.not_in((MUTE, FOLLOW)) & ~_goes_on(now), walk=True),
    )


def _goes_on(now: datetime) -> ColumnElement[bool]:
    return exists().where(stories.c.id == words.c.word, stories.c.changed_at > now - QUIET)
