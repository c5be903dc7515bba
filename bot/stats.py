"""`daybrief stats`: who reads, and whether every delivery is accounted for."""

from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.config import Settings
from bot.delivery.reconcile import Account, Reconciliation, reconcile
from bot.store.migrate import upgrade_open
from bot.store.tables import readers, subscriptions
from briefings.catalogue import Catalogue, load
from briefings.store.database import Database, shown


async def show(settings: Settings, console: Console) -> None:
    """Print the tables; raises StoreError or CatalogueError with one sentence."""
    catalogue = load(settings.catalogue)
    database = await Database.open(settings.database)
    try:
        await upgrade_open(database, shown(settings.database))
        async with database.read() as connection:
            console.print(await _standings(connection))
            console.print(await _choices(connection, catalogue))
        console.print(_ledger(await reconcile(database)))
    finally:
        await database.close()


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


def _ledger(found: Reconciliation) -> Table:
    table = Table("deliveries", "planned", "sent", "failed", "uncertain", "expired", "pending", "adds up", box=None)
    when = found.last_due_at.isoformat(timespec="minutes") if found.last_due_at else "never"
    table.add_row(f"last send ({when})", *_counts(found.last))
    table.add_row("all that is kept", *_counts(found.whole))
    return table


def _counts(account: Account) -> list[str]:
    numbers = (account.planned, account.sent, account.failed, account.uncertain, account.expired, account.pending)
    return [*(str(number) for number in numbers), "yes" if account.even else "NO"]
