"""Newsletters by the names people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.readers.names import nearest, understand
from briefings.catalogue import load

LIST = load().newsletters


@pytest.mark.parametrize(
    ("typed", "known", "unknown"),
    [
        ("denver markets", ("denver", "markets"), ()),
        ("Twin Cities, AM/PM and sports", ("twin-cities", "am-pm", "sports"), ()),
        ("am pm", ("am-pm",), ()),
        ("ampm", ("am-pm",), ()),
        ("twincities", ("twin-cities",), ()),
        ("sneak-peek des moines", ("sneak-peek", "des-moines"), ()),
        ("denver denver", ("denver",), ()),
        ("denver markts", ("denver",), ("markts",)),
        ("twin citees, sports", ("sports",), ("twin citees",)),
        ("foo denver bar", ("denver",), ("foo", "bar")),
        ("am-pm-twin-cities", ("am-pm", "twin-cities"), ()),
        ("", (), ()),
        (", ; and", (), ()),
    ],
)
def test_names_are_read_greedily(typed, known, unknown):
    """Titles and slugs in any case, names of several words before names of one."""
    read = understand(typed, LIST)
    assert (read.known, read.unknown) == (known, unknown)


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("markts", "markets"),
        ("twin citees", "twin-cities"),
        ("tampa", "tampa-bay"),
        ("denvr", "denver"),
        ("covid", None),
    ],
)
def test_the_nearest_name_is_offered(typed, best):
    """A slip of the finger, or a beginning."""
    near = nearest(typed, LIST)
    assert (near[0].slug if near else None) == best


def test_nothing_is_near_to_nothing():
    """No offers for noise."""
    assert nearest("", LIST) == ()
    assert nearest("x", LIST) == ()
    assert nearest("qqqqqq", LIST) == ()
    assert understand("denver", ()).unknown == ("denver",)


@given(st.text())
def test_no_text_breaks_it(typed):
    """Anything can be typed."""
    read = understand(typed, LIST)
    assert len(read.known) <= len(LIST)
    for word in read.unknown[:3]:
        nearest(word, LIST)
