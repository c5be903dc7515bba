"""Which language is spoken, and how long."""

import asyncio
from datetime import date

import pytest

from bot.telegram.dates import full_date
from bot.telegram.language import blocks, known, speaking, spoken, tr, trn
from bot.telegram.text import Code
from bot.telegram.wording import listed


@pytest.mark.parametrize(
    ("code", "language"),
    [("es", "es"), ("es-MX", "es"), ("ES_419", "es"), ("en-GB", "en"), ("fr", "en"), ("", "en"), (None, "en")],
)
def test_what_a_client_says_is_understood(code, language):
    """A language that is not spoken is answered in English."""
    assert known(code) == language


def test_a_language_is_spoken_until_the_end_of_its_block():
    """Whatever happens in it."""
    with speaking("es"):
        assert (tr("Settings"), spoken()) == ("Ajustes", "es")
        with pytest.raises(ValueError, match="broke"), speaking("en"):
            assert tr("Settings") == "Settings"
            raise ValueError("broke")
        assert tr("Settings") == "Ajustes"
    assert (tr("Settings"), spoken()) == ("Settings", "en")


async def test_two_people_are_spoken_with_at_the_same_time():
    """Each in their own language."""

    async def greets(code: str) -> str:
        with speaking(code):
            await asyncio.sleep(0)
            return tr("Settings")

    assert await asyncio.gather(greets("es"), greets("en"), greets("es")) == ["Ajustes", "Settings", "Ajustes"]


def test_values_stand_where_the_language_wants_them():
    """And braces in a value are no places."""
    with speaking("es"):
        assert tr("Yours is still {place} time.", place="{one}") == "La tuya sigue siendo la hora de {one}."
        assert blocks("Try {example}.", example=Code("/days")) == ("Prueba ", Code("/days"), ".")
        assert [trn("{count} story", "{count} stories", count) for count in (0, 1, 2)] == [
            "0 noticias",
            "1 noticia",
            "2 noticias",
        ]
        assert listed(["A", "B", "C"]) == "A, B y C"


def test_a_text_that_no_catalogue_has_stays_english():
    """Better than nothing."""
    with speaking("es"):
        assert tr("A sentence of tomorrow.") == "A sentence of tomorrow."
        assert tr("") == ""


def test_dates_have_the_order_of_the_language():
    """Names without a capital where that is so."""
    day = date(2026, 12, 8)
    assert full_date(day) == "Tuesday, December 8"
    with speaking("es"):
        assert full_date(day) == "martes, 8 de diciembre"
