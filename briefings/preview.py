"""Poll now and print editions, with no token and nothing kept: `python -m briefings preview denver markets`."""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from rich.console import Console

from briefings.catalogue import Catalogue, parse
from briefings.clock import Clock, FastClock
from briefings.errors import CatalogueError
from briefings.model import Slot
from briefings.opening import open_newsroom
from briefings.pipeline import NOON_ENDS_MORNING, Newsroom
from briefings.sample.server import SampleServer
from briefings.store.database import Database
from briefings.store.tables import metadata
from briefings.terminal import show_edition, show_report

SAMPLE_ZONE = ZoneInfo("America/New_York")


async def preview(console: Console, catalogue: Catalogue, slugs: Sequence[str], clock: Clock, contact: str) -> bool:
    """Poll the sources of some newsletters and print their editions; False when no source answered.

    Raises CatalogueError for an unknown slug.
    """
    return await _preview(console, catalogue, slugs, clock, contact=contact, allow_loopback=False)


async def preview_samples(console: Console, slugs: Sequence[str]) -> bool:
    """The same from the sample newsroom: the morning of its second day, served over HTTP on this machine."""
    first_day = datetime.now(UTC).astimezone(SAMPLE_ZONE).date() - timedelta(days=1)
    morning = datetime.combine(first_day + timedelta(days=1), time(7, 0), tzinfo=SAMPLE_ZONE)
    clock = FastClock(morning.astimezone(UTC), speed=1)
    server = SampleServer(clock, first_day)
    await server.start()
    try:
        catalogue = parse(server.catalogue_toml(), name="of the samples")
        return await _preview(console, catalogue, slugs, clock, contact="", allow_loopback=True)
    finally:
        await server.stop()


async def _preview(
    console: Console, catalogue: Catalogue, slugs: Sequence[str], clock: Clock, *, contact: str, allow_loopback: bool
) -> bool:
    wanted = [_known(catalogue, slug) for slug in slugs] or [one.slug for one in catalogue.newsletters]
    with tempfile.TemporaryDirectory(prefix="daybrief-") as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'preview.db'}")
        try:
            async with database.write() as connection:
                await connection.run_sync(metadata.create_all)
            async with open_newsroom(
                catalogue, database, clock, Random(0), contact=contact, allow_loopback=allow_loopback
            ) as news:
                return await _print(console, news, wanted, clock)
        finally:
            await database.close()


async def _print(console: Console, news: Newsroom, slugs: Sequence[str], clock: Clock) -> bool:
    asked = len(news.catalogue.sources_of(slugs))
    with console.status(f"Asking {asked} sources for the news of {', '.join(slugs)}"):
        report = await news.poll(slugs, force=True)
    show_report(console, report)
    for slug in slugs:
        newsletter = news.catalogue.get(slug)
        if newsletter is not None:
            local = clock.now().astimezone(ZoneInfo(newsletter.zone))
            now = Slot.MORNING if local.hour < NOON_ENDS_MORNING else Slot.EVENING
            slot = now if now in newsletter.slots else newsletter.slots[0]
            show_edition(console, newsletter, await news.cut(slug, local.date(), slot))
    return any(one.status != "failed" for one in report.sources)


def _known(catalogue: Catalogue, slug: str) -> str:
    if catalogue.get(slug) is None:
        slugs = ", ".join(one.slug for one in catalogue.newsletters)
        raise CatalogueError(f"There is no newsletter {slug!r}. There are: {slugs}.")
    return slug
