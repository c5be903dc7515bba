"""`daybrief stats`: who reads, and whether every delivery is accounted for. /admin shows the same figures."""

from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot import figures
from bot.config import Settings
from bot.store.migrate import open_as_it_is
from bot.survey import survey
from briefings.catalogue import load


async def show(settings: Settings, console: Console, now: datetime | None = None) -> bool:
    """Print the tables and change nothing; whether all adds up. Raises StoreError or CatalogueError with a sentence."""
    catalogue = load(settings.catalogue)
    database = await open_as_it_is(settings.database)
    try:
        found = await survey(database, settings.messages_per_second, now or datetime.now(UTC))
    finally:
        await database.close()
    console.print(_table(figures.standings(found)))
    console.print(_table(figures.choices(found, catalogue.newsletters)))
    console.print(_table(figures.ledger(found)))
    if found.troubles:
        console.print(_table(figures.troubles(found)))
    for remark in figures.remarks(found):
        console.print(f"[red]{remark}[/]")
    return found.ledger.even


def _table(shown: figures.Figures) -> Table:
    table = Table(*shown.columns, box=None)
    for row in shown.rows:
        table.add_row(*map(escape, row))
    return table
