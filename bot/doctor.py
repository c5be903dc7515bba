"""`daybrief doctor`: try everything the bot depends on, now, and say what is wrong with what, and what to do.

It changes nothing: no table, no feed's state, no message. What cannot be tried does not keep the rest from being tried.
"""

import asyncio
import pyexpat
from collections.abc import Sequence
from datetime import datetime

import orjson
from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot.config import Settings
from bot.diagnosis import Diagnosis, Remark, shortages, to_json
from bot.errors import BotError
from bot.store.migrate import NotYetError, open_as_it_is
from bot.telegram.gateway import Gateway
from briefings.catalogue import load
from briefings.clock import Clock, SystemClock
from briefings.errors import StoreError
from briefings.feeds.advice import advice
from briefings.feeds.checkup import Checkup
from briefings.feeds.child import ParserProcess
from briefings.feeds.fetch import DEADLINE, Fetcher
from briefings.feeds.findings import Condition, Finding
from briefings.model import Source
from briefings.opening import user_agent
from briefings.supply import Shortage
from briefings.writing.linear import LinearScorer
from briefings.writing.scorers import best

SAFE_EXPAT = (2, 6, 0)
"""Older ones parse some hostile documents very slowly (docs.python.org, xml)."""
TELEGRAM_SECONDS = 20
COLOURS = {Condition.WELL: "green", Condition.STALE: "yellow", Condition.EMPTY: "yellow", Condition.FAILED: "red"}
OFFLINE = "No source and not even Telegram answered: this machine seems to have no network."


async def examine(
    settings: Settings,
    paper: Console,
    progress: Console,
    *,
    as_json: bool = False,
    clock: Clock | None = None,
    deadline: float = DEADLINE,
) -> bool:
    """Print what was found on `paper`, as tables or as one JSON object; whether the bot can do its work.

    `progress` is where somebody may watch; `deadline` is what one source may take, in seconds. Raises CatalogueError.
    """
    found = await _diagnosis(settings, progress, clock or SystemClock(), deadline)
    if as_json:
        paper.out(orjson.dumps(to_json(found), option=orjson.OPT_INDENT_2).decode(), highlight=False)
    else:
        _print(found, paper)
    return found.well


async def _diagnosis(settings: Settings, progress: Console, clock: Clock, deadline: float) -> Diagnosis:
    catalogue = load(settings.catalogue)
    sources = catalogue.sources()
    telegram, database, findings = await asyncio.gather(
        _telegram(settings), _database(settings), _ask(settings, sources, progress, clock, deadline)
    )
    now = clock.now()
    short = shortages(catalogue, {one.source.feed: one for one in findings}, now)
    return Diagnosis(now, telegram, database, tuple(machine()), tuple(findings), short)


async def _telegram(settings: Settings) -> Remark:
    try:
        async with asyncio.timeout(TELEGRAM_SECONDS), Gateway(settings.token(), settings.telegram_api) as gateway:
            return Remark(f"Telegram knows this bot as @{await gateway.me()}.")
    except BotError as error:
        return Remark(str(error), wrong=True)
    except TimeoutError:
        return Remark(f"Telegram did not answer within {TELEGRAM_SECONDS} seconds.", wrong=True)


async def _database(settings: Settings) -> Remark:
    try:
        database = await open_as_it_is(settings.database)
    except StoreError as error:
        return Remark(str(error), wrong=not isinstance(error, NotYetError))
    await database.close()
    return Remark("The database can be read and has this version's schema.")


def machine() -> list[Remark]:
    """What this installation lacks; the bot works without."""
    remarks = []
    if pyexpat.version_info < SAFE_EXPAT:
        version = ".".join(str(number) for number in pyexpat.version_info)
        remarks.append(Remark(f"Expat is {version}, below 2.6: hostile feeds cost more time, within the limits."))
    if isinstance(best(), LinearScorer):
        remarks.append(Remark("numpy is not installed: briefs are written by the linear model alone, less well."))
    return remarks


async def _ask(
    settings: Settings, sources: Sequence[Source], progress: Console, clock: Clock, deadline: float
) -> list[Finding]:
    agent = user_agent(settings.contact)
    async with (
        Fetcher(agent, settings.allow_loopback, clock, deadline=deadline) as fetcher,
        ParserProcess() as parser,
    ):
        # Only a person at a terminal watches a bar; a log would be full of it.
        with Progress(console=progress, transient=True, disable=not progress.is_terminal) as bar:
            task = bar.add_task("Asking the sources", total=len({source.feed for source in sources}))
            return await Checkup(fetcher, parser, clock).ask(sources, lambda: bar.advance(task))


def _print(found: Diagnosis, paper: Console) -> None:
    for remark in (found.telegram, found.database, *found.machine):
        paper.print(f"[{'red' if remark.wrong else 'default'}]{escape(remark.says)}[/]")
    if found.offline and found.telegram.wrong:
        paper.print(f"[red]{OFFLINE}[/]")
        return
    paper.print(_table(found.sources, found.at))
    for slug, why in found.shortages.items():
        if why is not None:
            paper.print(f"[red]{escape(slug)}: {_said(why)}.[/]")


def _said(why: Shortage) -> str:
    return {Shortage.STALE: "its next edition would be old or empty"}.get(why, why.value)


def _table(findings: Sequence[Finding], now: datetime) -> Table:
    table = Table("source", "status", "newest", "entries", "full text", "ms", "what to do", box=None)
    for one in findings:
        wrong = f"{one.error} " if one.error else ""
        table.add_row(
            escape(one.source.name),
            f"[{COLOURS[one.condition]}]{one.condition}[/]",
            _age(one.newest, now),
            str(one.entries),
            _full_text(one),
            str(one.milliseconds),
            escape(wrong + (advice(one) or "")),
        )
    return table


def _age(newest: datetime | None, now: datetime) -> str:
    if newest is None:
        return ""
    minutes = max(0, round((now - newest).total_seconds() / 60))
    hours, days = minutes // 60, minutes // 1440
    return f"{days} d" if days > 1 else f"{hours} h" if hours else f"{minutes} min"


def _full_text(found: Finding) -> str:
    pages = {None: "", True: ", pages read", False: ", pages not"}[found.page]
    return f"{100 * found.whole // found.entries} %{pages}" if found.entries else ""
