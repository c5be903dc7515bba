"""What people type for where they are, understood as a time zone. Pure.

A place is found by its name, alone or with its state or country ("Portland, Maine", "portland me"). One name in
several regions is a question back, unless one of them is far larger. A bare UTC offset is never understood: it says
nothing about summer time.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FAR_LARGER = 20
"""How many times larger a place must be to be meant when only its name was typed."""
MOST_CHOICES = 6

US_ZONES = {
    "Eastern": ("America/New_York", "et est edt"),
    "Central": ("America/Chicago", "ct cst cdt"),
    "Mountain": ("America/Denver", "mt mst mdt"),
    "Pacific": ("America/Los_Angeles", "pt pst pdt"),
    "Alaska": ("America/Anchorage", "akt akst akdt"),
    "Hawaii": ("Pacific/Honolulu", "ht hst"),
}
_STATES = frozenset({"Alaska", "Hawaii"})
"""These are found as states, by their own name."""
_NICKNAMES = {
    "nyc": "new york city",
    "new york": "new york city",
    "la": "los angeles",
    "sf": "san francisco",
    "dc": "washington dc",
    "d c": "washington dc",
    "washington d c": "washington dc",
    "philly": "philadelphia",
    "vegas": "las vegas",
}
_COUNTRIES = {"uk": "united kingdom", "england": "united kingdom", "usa": "united states", "us": "united states"}
_SHORT_WORDS = {"saint": "st", "fort": "ft", "mount": "mt"}
_OFFSET = re.compile(r"(?:utc|gmt|z)?\s*[+\u2212-]\s*\d{1,2}(?::?\d\d)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A named place and its IANA zone. `region` is a state or a country, `code` its code ("US-OR", "FR")."""

    name: str
    region: str
    code: str
    zone: str
    population: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """One place is meant; `also` when there are smaller ones of that name, so that the answer says which."""

    place: Place
    also: bool = False


@dataclass(frozen=True, slots=True)
class Which:
    """Several places may be meant, the largest first; they lie in different zones."""

    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is meant that we know; `offset` when a bare UTC offset was typed."""

    offset: bool = False


class Atlas:
    """All places and zones that can be typed."""

    def __init__(self, places: Sequence[Place], zones: Iterable[str]) -> None:
        self._places = tuple(places)
        self._by_name: dict[str, list[Place]] = {}
        self._by_region: dict[str, list[Place]] = {}
        for place in self._places:
            self._by_name.setdefault(normal(place.name), []).append(place)
            self._by_region.setdefault(normal(place.region), []).append(place)
        self._zones = {zone.lower(): zone for zone in zones if not zone.startswith(("Etc/", "SystemV/"))}
        self._by_city = {normal(zone.rpartition("/")[2]): zone for zone in self._zones.values() if "/" in zone}
        self._by_city |= {"utc": "UTC", "gmt": "UTC"}

    def find(self, words: str) -> Found | Which | Unknown:
        """What `words` mean: an abbreviation, an IANA name, a place, a place with its region, or a region."""
        if _OFFSET.fullmatch(words.strip()):
            return Unknown(offset=True)
        typed = normal(words)
        typed = _NICKNAMES.get(typed, typed)
        if not typed:
            return Unknown()
        known = _abbreviation(typed) or self._zone(words)
        if known:
            return Found(known)
        return self._named(typed) or self._with_region(typed) or self._region(typed) or self._zone_city(typed)

    def place(self, name: str, code: str) -> Place | None:
        """The place of exactly this name and region code, as a button carries it."""
        return next((place for place in self._by_name.get(normal(name), ()) if place.code == code), None)

    def _zone(self, words: str) -> Place | None:
        typed = re.sub(r"\s+", "_", words.strip().lower())
        zone = self._zones.get(typed) if "/" in typed else None
        return Place(_city(zone), "", "", zone) if zone else None

    def _named(self, typed: str) -> Found | Which | None:
        """The place of this name; a state of the same name elsewhere (Washington) is a question."""
        meant = _meant(self._by_name.get(typed, ()))
        inside = self._by_region.get(typed, ())
        if isinstance(meant, Found) and inside and inside[0].zone != meant.place.zone:
            return Which(meant.place.name, (meant.place, inside[0]))
        return meant

    def _with_region(self, typed: str) -> Found | Which | None:
        words = typed.split()
        for cut in range(len(words) - 1, 0, -1):
            name, region = " ".join(words[:cut]), " ".join(words[cut:])
            named = self._by_name.get(_NICKNAMES.get(name, name)) or self._by_name.get(name) or ()
            inside = [place for place in named if _lies_in(place, region)]
            if inside:
                return _meant(inside)
        return None

    def _region(self, typed: str) -> Found | Which | None:
        inside = self._by_region.get(_COUNTRIES.get(typed, typed), ())
        largest: dict[str, Place] = {}
        for place in inside:
            largest.setdefault(place.zone, place)
        if not largest:
            return None
        first = next(iter(largest.values()))
        if len(largest) == 1:
            return Found(Place(first.region, "", "", first.zone))
        return Which(first.region, tuple(largest.values())[:MOST_CHOICES])

    def _zone_city(self, typed: str) -> Found | Unknown:
        zone = self._by_city.get(typed)
        return Found(Place(_city(zone), "", "", zone)) if zone else Unknown()


def normal(words: str) -> str:
    """`words` as they are compared: lower case, without accents and points, "saint" as "st"."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(letter)
    )
    return " ".join(_SHORT_WORDS.get(word, word) for word in re.sub(r"[^\w]+|_", " ", plain.replace("'", "")).split())


def _abbreviation(typed: str) -> Place | None:
    bare = typed.removesuffix(" time").removesuffix(" standard").removesuffix(" daylight")
    for name, (zone, short) in US_ZONES.items():
        if bare in short.split() or (bare == name.lower() and name not in _STATES):
            return Place(name, "", "", zone)
    return None


def _lies_in(place: Place, region: str) -> bool:
    wanted = _COUNTRIES.get(region, region)
    at_home = place.code.startswith("US-")
    return (
        normal(place.region) == wanted
        or place.code.removeprefix("US-").lower() == region
        or (at_home and wanted == "united states")
    )


def _meant(named: Sequence[Place]) -> Found | Which | None:
    """The one place, the far largest, or the question which. Places in one zone need no question."""
    if not named:
        return None
    first = named[0]
    rivals = [place for place in named if place.population * FAR_LARGER >= first.population]
    if len({place.zone for place in rivals}) == 1:
        return Found(first, also=len(named) > 1)
    return Which(first.name, tuple(rivals[:MOST_CHOICES]))


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
