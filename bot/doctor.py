"""`daybrief doctor`: try everything the bot depends on, now, and say what is wrong with what."""

import pyexpat

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.config import Settings
from bot.errors import BotError
from bot.telegram.gateway import Gateway
from bot.wiring import wired
from briefings.clock import SystemClock
from briefings.errors import BriefingsError
from briefings.feeds.poll import SourceReport
from briefings.writing.linear import LinearScorer
from briefings.writing.scorers import best

SAFE_EXPAT = (2, 6, 0)
"""Older ones parse some hostile documents very slowly (docs.python.org, xml)."""


async def examine(settings: Settings, console: Console) -> bool:
    """Print what was found; whether the bot can do its work."""
    _examine_expat(console)
    _examine_writer(console)
    return await _examine_token(settings, console) and await _examine_sources(settings, console)


def _examine_expat(console: Console) -> None:
    if pyexpat.version_info < SAFE_EXPAT:
        version = ".".join(str(number) for number in pyexpat.version_info)
        console.print(f"[yellow]Expat is {version}, below 2.6: hostile feeds cost more time, within the limits.[/]")


def _examine_writer(console: Console) -> None:
    if isinstance(best(), LinearScorer):
        console.print("[yellow]numpy is not installed: briefs are written by the linear model alone, less well.[/]")


async def _examine_token(settings: Settings, console: Console) -> bool:
    try:
        async with Gateway(settings.token(), settings.telegram_api) as gateway:
            console.print(f"Telegram knows this bot as @{escape(await gateway.me())}.")
    except BotError as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return False
    return True


async def _examine_sources(settings: Settings, console: Console) -> bool:
    try:
        async with wired(settings, SystemClock()) as daybrief:
            count = len(daybrief.news.catalogue.sources())
            with console.status(f"Asking {count} sources"):
                report = await daybrief.news.poll(force=True)
    except (BotError, BriefingsError) as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return False
    console.print(_table(report.sources))
    return any(one.status != "failed" for one in report.sources)


def _table(sources: tuple[SourceReport, ...]) -> Table:
    table = Table("source", "status", "entries", "newest", "ms", "what is wrong", box=None)
    for one in sources:
        newest = one.newest.isoformat(timespec="minutes") if one.newest else ""
        colour = "red" if one.status == "failed" else "green"
        table.add_row(
            escape(one.source.name),
            f"[{colour}]{one.status}[/]",
            str(one.entries),
            newest,
            str(one.milliseconds),
            escape(one.error or ""),
        )
    return table
