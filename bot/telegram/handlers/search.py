"""/search: what past editions told, by words."""

from bot.readers.words import plain_word
from bot.telegram.audience import Audience
from bot.telegram.callbacks import Press
from bot.telegram.conversation import show
from bot.telegram.desk import Desk
from bot.telegram.language import later
from bot.telegram.screen import Answer, Ask, Say
from bot.telegram.screens.search import A_PAGE, LAST_PAGE, found_screen, no_search

COMMAND = "search"
DESCRIPTION = later("Look in past editions: /search WORD")
AUDIENCE = Audience.EVERYONE


async def handle(ask: Ask, desk: Desk) -> Answer:
    """The first page of the stories in which all the words stand."""
    words = plain_word(ask.words)
    if words is None:
        return Answer((Say(no_search(ask.words)),))
    return await _page(ask, desk, words, 1)


async def turn(ask: Ask, desk: Desk, press: Press) -> Answer:
    """A pressed button that asks for another page; the words are in it."""
    words = plain_word(press.args[1])
    return await _page(ask, desk, words or "", min(int(press.args[0]), LAST_PAGE))


async def _page(ask: Ask, desk: Desk, words: str, page: int) -> Answer:
    found = await desk.news.search(words.split(), A_PAGE * page + 1) if words else []
    return show(ask, found_screen(words, found, page, desk.catalogue.newsletters))
