"""Where people are, as they type it."""

from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.atlas import atlas
from bot.readers.places import Atlas, Found, Place, Unknown, Which
from bot.telegram.callbacks import Verb, pack


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Chicago", "America/Chicago"),
        ("america/chicago", "America/Chicago"),
        ("America/New York", "America/New_York"),
        ("New York", "America/New_York"),
        ("nyc", "America/New_York"),
        ("d.c.", "America/New_York"),
        ("St Louis", "America/Chicago"),
        ("saint paul", "America/Chicago"),
        ("Portland, Maine", "America/New_York"),
        ("portland or", "America/Los_Angeles"),
        ("birmingham uk", "Europe/London"),
        ("Birmingham, Alabama", "America/Chicago"),
        ("Denver, USA", "America/Denver"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("London", "Europe/London"),
        ("Colorado", "America/Denver"),
        ("Germany", "Europe/Berlin"),
        ("hawaii", "Pacific/Honolulu"),
        ("Reykjavik", "Atlantic/Reykjavik"),
        ("ET", "America/New_York"),
        ("EST", "America/New_York"),
        ("Pacific time", "America/Los_Angeles"),
        ("Mountain standard time", "America/Denver"),
        ("UTC", "UTC"),
    ],
)
def test_places_and_zones_are_understood(typed, zone):
    """Cities, states, countries, IANA names in any case, short names of the US zones."""
    found = atlas().find(typed)
    assert isinstance(found, Found)
    assert found.place.zone == zone


@pytest.mark.parametrize(
    ("typed", "regions"),
    [
        ("Portland", ["Oregon", "Maine"]),
        ("Birmingham", ["United Kingdom", "Alabama"]),
        ("Springfield", ["Missouri", "Massachusetts", "Illinois", "Oregon", "Ohio"]),
        ("Columbus", ["Ohio", "Georgia", "Indiana"]),
        ("Arlington", ["Texas", "Virginia", "Massachusetts"]),
        ("Aurora", ["Colorado", "Illinois"]),
        ("Washington", ["District of Columbia", "Washington"]),
    ],
)
def test_one_name_with_two_clocks_is_asked_back(typed, regions):
    """The larger first."""
    found = atlas().find(typed)
    assert isinstance(found, Which)
    assert [place.region for place in found.places] == regions


def test_a_far_larger_place_is_meant_and_known_to_have_namesakes():
    """London, not London in Ontario."""
    found = atlas().find("london")
    assert isinstance(found, Found)
    assert found.also


def test_namesakes_on_one_clock_need_no_question():
    """Kansas City lies in two states of the same zone."""
    assert isinstance(atlas().find("Kansas City"), Found)


def test_a_region_with_several_clocks_offers_a_city_of_each():
    """Texas has two."""
    found = atlas().find("Texas")
    assert isinstance(found, Which)
    assert [place.name for place in found.places] == ["Houston", "El Paso"]


@pytest.mark.parametrize("typed", ["UTC-5", "utc+03:30", "gmt+3", "+2", "-0500", "\u22125", "GMT -11"])
def test_an_offset_is_never_guessed(typed):
    """It says nothing about summer time."""
    assert atlas().find(typed) == Unknown(offset=True)


@pytest.mark.parametrize("typed", ["", " ", "Qwertyville", "Etc/GMT+5", "../etc/passwd", "\U0001f642", "x y z", "12"])
def test_what_is_not_known_is_said_to_be(typed):
    """No nearest guess: a wrong clock is worse than a question."""
    assert atlas().find(typed) == Unknown()


def test_every_place_of_the_table_has_a_zone_and_fits_a_button():
    """All 3,100 of them, each once."""
    places = [place for named in atlas()._by_name.values() for place in named]
    assert len(places) > 3000
    assert len({(place.name, place.code) for place in places}) == len(places)
    for zone in {place.zone for place in places}:
        assert ZoneInfo(zone)
    for place in places:
        assert pack(Verb.PLACE, place.name, place.code)


def test_the_table_names_its_source():
    """GeoNames asks for that."""
    first = (files("bot.readers") / "places.tsv").read_text(encoding="utf-8").splitlines()[0]
    assert "GeoNames" in first
    assert "CC BY 4.0" in first


def test_a_button_finds_exactly_its_place():
    """By name and region code; a made-up one finds none."""
    assert atlas().place("Portland", "US-ME") == Place("Portland", "Maine", "US-ME", "America/New_York", 66881)
    assert atlas().place("Portland", "US-CO") is None
    assert atlas().place("Nowhere", "US-CO") is None


def test_an_atlas_without_places_still_knows_zones():
    """The table is a convenience."""
    bare = Atlas([], ["Europe/Paris", "Etc/GMT+5"])
    assert bare.find("paris") == Found(Place("Paris", "", "", "Europe/Paris"))
    assert bare.find("etc/gmt+5") == Unknown()


@given(st.text())
def test_no_text_breaks_it(typed):
    """Anything can be typed."""
    assert isinstance(atlas().find(typed), Found | Which | Unknown)
