"""Reads the packaged table of places once (`places.tsv`, cut from GeoNames, CC BY 4.0)."""

from functools import cache
from importlib.resources import files
from zoneinfo import available_timezones

from bot.readers.places import Atlas, Place


@cache
def atlas() -> Atlas:
    """All places and zones; about 3,100 places, read in some milliseconds at the first call."""
    table = (files("bot.readers") / "places.tsv").read_text(encoding="utf-8")
    places = [_place(line) for line in table.splitlines() if line and not line.startswith("#")]
    return Atlas(places, sorted(available_timezones()))


def _place(line: str) -> Place:
    name, region, code, zone, population = line.split("\t")
    return Place(name, region, code, zone, int(population))
