"""Forgets what is old, in small steps, so that no step holds up a message: receipts, tellings, handled updates."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import delete, select

from bot.store.inbox import Inbox
from bot.store.tables import deliveries
from bot.store.told import purge_told
from briefings.store.database import Database

log = structlog.get_logger()

RECEIPTS = timedelta(days=30)
TOLD = timedelta(days=90)
STEP = 500


async def purge(database: Database, now: datetime) -> int:
    """Delete deliveries (with parts) due over 30 days ago, updates as old, and tellings over 90; returns how many rows.

    Each step is a transaction of its own.
    """
    inbox = Inbox(database)
    count = 0
    while step := await _deliveries(database, now - RECEIPTS):
        count += step
    while step := await inbox.purge(now - RECEIPTS, STEP):
        count += step
    while step := await _told(database, now - TOLD):
        count += step
    if count:
        log.info("ledger.purged", rows=count)
    return count


async def _deliveries(database: Database, before: datetime) -> int:
    old = select(deliveries.c.id).where(deliveries.c.due_at < before).limit(STEP)
    async with database.write() as connection:
        return (await connection.execute(delete(deliveries).where(deliveries.c.id.in_(old)))).rowcount


async def _told(database: Database, before: datetime) -> int:
    async with database.write() as connection:
        return await purge_told(connection, before, STEP)
