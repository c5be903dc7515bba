"""Forgets what is old, in small steps, so that none holds up a message: receipts, texts, tellings, handled updates."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, exists, select

from bot.delivery.line import Lane
from bot.delivery.model import PartState
from bot.store.inbox import Inbox
from bot.store.sends import uncount
from bot.store.tables import deliveries, parts, texts
from bot.store.told import purge_told
from briefings.store.database import Database

log = structlog.get_logger()

RECEIPTS = timedelta(days=30)
TOLD = timedelta(days=90)
STEP = 500


async def purge(database: Database, now: datetime) -> int:
    """Delete deliveries (with parts) due over 30 days ago, updates as old, and tellings over 90; returns how many rows.

    Texts go with the last part that has them. Each step is a transaction of its own.
    """
    inbox = Inbox(database)
    count = 0
    while step := await _deliveries(database, now - RECEIPTS):
        count += step
    while step := await _texts(database):
        count += step
    while step := await inbox.purge(now - RECEIPTS, STEP):
        count += step
    while step := await _told(database, now - TOLD):
        count += step
    if count:
        log.info("ledger.purged", rows=count)
    return count


async def _deliveries(database: Database, before: datetime) -> int:
    # All the states and lanes: the index of what is due when begins with them.
    every = (deliveries.c.state.in_(tuple(PartState)), deliveries.c.lane.in_(tuple(Lane)))
    old = select(deliveries.c.id).where(*every, deliveries.c.due_at < before).limit(STEP)
    async with database.read() as connection:
        ids = list(await connection.scalars(old))
    if not ids:
        return 0
    these = deliveries.c.id.in_(ids)
    async with database.write() as connection:
        await uncount(connection, these)
        return (await connection.execute(delete(deliveries).where(these))).rowcount


async def _texts(database: Database) -> int:
    unused = ~exists().where(parts.c.text_id == texts.c.id)
    async with database.read() as connection:
        ids = list(await connection.scalars(select(texts.c.id).where(unused).limit(STEP)))
    if not ids:
        return 0
    async with database.write() as connection:
        # Asked again: meanwhile the same words may have been made for somebody else.
        return (await connection.execute(delete(texts).where(texts.c.id.in_(ids), unused))).rowcount


async def _told(database: Database, before: datetime) -> int:
    async with database.write() as connection:
        return await purge_told(connection, before, STEP)
