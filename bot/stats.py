"""`daybrief stats`: who reads, and whether every delivery is accounted for."""

from dataclasses import astuple
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Settings
from bot.delivery.lateness import finishes
from bot.delivery.reconcile import Account, Reconciliation, Send, reconcile
from bot.store.marks import FLOOD_UNTIL, read_instant
from bot.store.migrate import open_as_it_is
from bot.store.tables import readers, subscriptions
from briefings.catalogue import Catalogue, load

COUNTS = ("planned", "sent", "failed", "uncertain", "expired", "pending", "adds up")
UNEVEN = "It does not add up: some deliveries were deleted, or made, behind the ledger's back."


async def show(settings: Settings, console: Console, now: datetime | None = None) -> bool:
    """Print the tables and change nothing; whether all adds up. Raises StoreError or CatalogueError with a sentence."""
    catalogue = load(settings.catalogue)
    database = await open_as_it_is(settings.database)
    try:
        async with database.read() as connection:
            console.print(await _standings(connection))
            console.print(await _choices(connection, catalogue))
            silent_until = await read_instant(connection, FLOOD_UNTIL)
        found = await reconcile(database)
    finally:
        await database.close()
    coming = finishes(found.backlog, settings.messages_per_second, now or datetime.now(UTC), silent_until)
    console.print(_ledger(found, {one.due_at: one.last_at for one in coming}))
    if not found.even:
        console.print(f"[red]{UNEVEN}[/]")
    return found.even


async def _standings(connection: AsyncConnection) -> Table:
    table = Table("readers", "count", box=None)
    counted = select(readers.c.standing, func.count()).group_by(readers.c.standing).order_by(readers.c.standing)
    for standing, count in await connection.execute(counted):
        table.add_row(standing, str(count))
    return table


async def _choices(connection: AsyncConnection, catalogue: Catalogue) -> Table:
    counted = select(subscriptions.c.newsletter, func.count()).group_by(subscriptions.c.newsletter)
    counts = {row[0]: row[1] for row in await connection.execute(counted)}
    table = Table("newsletter", "readers", box=None)
    for newsletter in catalogue.newsletters:
        table.add_row(newsletter.title, str(counts.get(newsletter.slug, 0)))
    return table


def _ledger(found: Reconciliation, last_at: dict[datetime, datetime]) -> Table:
    table = Table("deliveries", *COUNTS, "p50 s", "p99 s", "last reader (UTC)", box=None)
    for send in found.sends:
        coming = last_at.get(send.due_at)
        expected = f"at about {coming:%H:%M}" if coming else ""
        table.add_row(f"due {send.due_at:%Y-%m-%d %H:%M} UTC", *_counts(send.account), *_waited(send), expected)
    table.add_row("asked for", *_counts(found.answers))
    table.add_row("all that is kept", *_counts(found.whole, even=found.even))
    return table


def _waited(send: Send) -> list[str]:
    return [f"{seconds:.0f}" for seconds in astuple(send.waited)] if send.waited else ["", ""]


def _counts(account: Account, *, even: bool | None = None) -> list[str]:
    adds_up = account.even if even is None else even
    return [*(str(number) for number in astuple(account)), "yes" if adds_up else "NO"]
