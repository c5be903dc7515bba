"""A person at a chat: types, taps and sees screens; readers are kept in a real database."""

# ruff: noqa: ARG002 - the small stand-ins have the signatures of what they stand for

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from bot.delivery.desk import Asked, ShownBriefing, ShownItem, Stopped
from bot.delivery.support import support
from bot.readers.model import Address, ChatKind, Reader
from bot.readers.service import ReaderService
from bot.store.readers import ReaderStore
from bot.telegram.callbacks import LONGEST_BYTES
from bot.telegram.desk import Desk
from bot.telegram.handlers import COMMANDS, buttons, location, words
from bot.telegram.screen import Answer, Ask, Button, Edit, Hand, Say, Screen, Toast
from bot.telegram.text import plain
from briefings.catalogue import load
from briefings.folding import said
from briefings.model import Article, Brief, Outlet, Point, Slot, Span
from briefings.store.database import Database
from briefings.store.search import Found
from tests.clock import ManualClock

COMMAND = {one.COMMAND: one for one in COMMANDS}


@dataclass
class Sample:
    brief: Brief
    invented: bool = False


@dataclass
class Freshness:
    sources: int
    failing: int
    newest: datetime | None


class News:
    """A newsroom of one story."""

    def __init__(self, brief: Brief) -> None:
        self.today = Sample(brief)
        self.fresh: dict[str, Freshness] = {}
        self.past: list[Found] = []

    async def sample(self, slugs: Sequence[str] = ()) -> Sample:
        return self.today

    async def search(self, words: Sequence[str], most: int) -> list[Found]:
        stories = [one for one in self.past if all(word in said(one.brief) for word in words)]
        return stories[:most]

    async def freshness(self) -> Mapping[str, Freshness]:
        return self.fresh


class Briefings:
    """Remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self.kept: dict[int, ShownBriefing] = {}
        self.last_sent: datetime | None = None
        self.owed: set[tuple[date, Slot]] = set()
        self.stopped: Stopped | None = None

    async def ask_now(self, reader: Reader, update_id: int, *, catch_up: bool = False) -> Asked:
        self.asked.append((reader.id, update_id))
        return Asked(None, self.stopped) if self.stopped else Asked(len(self.asked))

    async def shown(self, delivery_id: int) -> ShownBriefing | None:
        return self.kept.get(delivery_id)

    async def had(self, reader_id: int, since: date) -> set[tuple[date, Slot]]:
        return {one for one in self.owed if one[0] >= since}

    async def last(self, reader_id: int) -> datetime | None:
        return self.last_sent

    async def asked_since(self, reader_id: int, moment: datetime) -> int:
        return sum(1 for one, _ in self.asked if one == reader_id)


class Chat:
    """One chat: `messages` by id, the last toast, files that came, and how often something was tapped."""

    def __init__(self, desk: Desk, clock: ManualClock, chat_id: int, kind: ChatKind) -> None:
        self.desk, self.clock, self.kind = desk, clock, kind
        self.address = Address(chat_id)
        self.messages: list[Screen] = []
        self.files: list[Hand] = []
        self.toast: str | None = None
        self.taps = 0
        self._updates = chat_id * 1000 if chat_id > 0 else -chat_id * 1000

    @property
    def text(self) -> str:
        """The newest message's words."""
        return plain(self.messages[-1].text)

    @property
    def buttons(self) -> list[str]:
        """The newest message's buttons."""
        return [button.text for row in self.messages[-1].keyboard for button in row]

    async def reader(self) -> Reader | None:
        return await self.desk.readers.find(self.address)

    async def known(self) -> Reader:
        reader = await self.reader()
        assert reader is not None
        return reader

    async def say(self, line: str) -> Answer:
        """Type a command or words."""
        command, _, rest = line.partition(" ")
        if command[:1] == "/" and command[1:] in COMMAND:
            return self._see(await COMMAND[command[1:]].handle(self.ask(words=rest), self.desk), None)
        return self._see(await words.handle(self.ask(words=line), self.desk), None)

    async def send_location(self, latitude: float, longitude: float) -> Answer:
        return self._see(await location.handle(self.ask(location=(latitude, longitude)), self.desk), None)

    async def tap(self, label: str, message: int = -1) -> Answer:
        """Tap the button that says `label`, with or without a mark before it."""
        self.taps += 1
        at = message % len(self.messages)
        found = self._button(label, self.messages[at])
        assert found.data is not None
        return await self.press(found.data, at)

    async def press(self, data: str, message: int = 0) -> Answer:
        """Press a button with any payload."""
        ask = self.ask(pressed=data, message_id=message)
        return self._see(await buttons.handle(ask, self.desk), message)

    def ask(self, **more: object) -> Ask:
        self._updates += 1
        return Ask(self._updates, self.address, self.kind, self.clock.now(), 7, **more)  # type: ignore[arg-type]  # fields by name

    def _button(self, label: str, screen: Screen) -> Button:
        every = [button for row in screen.keyboard for button in row]
        for button in every:
            if label in {button.text, button.text.removeprefix("\u2713 ")}:
                return button
        raise AssertionError(f"no {label!r} among {[button.text for button in every]}")

    def _see(self, answer: Answer, pressed: int | None) -> Answer:
        self.toast = None
        for act in answer.acts:
            match act:
                case Toast(text):
                    assert len(text) <= 200
                    self.toast = text
                case Hand():
                    self.files.append(act)
                case Edit(screen) if pressed is not None and self.messages:
                    check(screen)
                    self.messages[pressed] = screen
                case Say(screen) | Edit(screen):
                    check(screen)
                    self.messages.append(screen)
        return answer


def check(screen: Screen) -> None:
    """What holds for every screen: something said, no exclamation, buttons that Telegram takes."""
    said = plain(screen.text)
    assert said.strip()
    assert "!" not in said
    assert len(said) <= 4096
    for row in screen.keyboard:
        assert 0 < len(row) <= 8
        for button in row:
            assert button.text
            assert button.data is not None
            assert len(button.data.encode()) <= LONGEST_BYTES


def invented_brief(number: int = 1, article: str = "a1") -> Brief:
    return Brief(
        id=f"b{number}",
        story=f"s{number}",
        headline=f"Harbor council delays vote {number}",
        lede=Point("The council put off the ferry vote until January.", (Span(0, 0, 49),), article),
        why=Point("A grant lapses on February 1.", (Span(1, 0, 29),), article, "Why it matters"),
        points=(Point("A hearing follows on December 9.", (Span(1, 30, 62),), article, "What's next"),),
        outlets=(
            Outlet("Harbor Post", "https://news.example/1", article),
            Outlet("Bay Radio", "https://b.example", "x"),
        ),
        articles=(article,),
        newest=datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
        writer="labels",
    )


def invented_article() -> Article:
    return Article(
        id="a1",
        url="https://news.example/1",
        feed="https://news.example/feed",
        publisher="Harbor Post",
        title="Council delays vote",
        published=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        first_seen=datetime(2026, 11, 24, 9, 31, tzinfo=UTC),
        paragraphs=(
            "The council put off the ferry vote until January.",
            "A grant lapses on February 1. A hearing follows on December 9. Nobody spoke against it.",
        ),
    )


@pytest.fixture
def news() -> News:
    return News(invented_brief())


@pytest.fixture
def briefings() -> Briefings:
    return Briefings()


@pytest.fixture
def desk(database: Database, clock: ManualClock, news: News, briefings: Briefings) -> Desk:
    """The real catalogue and real readers; news and deliveries that remember what they are told."""
    readers = ReaderService(ReaderStore(database), clock)
    return Desk(load(), readers, news, briefings, clock)


@pytest.fixture
def someone(desk: Desk, clock: ManualClock) -> Callable[..., Chat]:
    """Makes a chat of its own."""
    return lambda chat_id=5, kind=ChatKind.PRIVATE: Chat(desk, clock, chat_id, kind)


@pytest.fixture
def chat(someone: Callable[..., Chat]) -> Chat:
    """A private chat that has never been here."""
    return someone()


@pytest.fixture
async def settled(chat: Chat) -> Chat:
    """A private chat that gets Denver and Markets at 7:00 Denver time; it is Tuesday, 5:00 there."""
    await chat.say("/start denver-markets")
    for label in ("Done (2)", "7:00", "Yes, Denver"):
        await chat.tap(label)
    return chat


@pytest.fixture
def group(someone: Callable[..., Chat]) -> Chat:
    return someone(-100, ChatKind.SUPERGROUP)


@pytest.fixture(scope="session")
def brief() -> Callable[[int], Brief]:
    """Makes an invented brief, numbered."""
    return invented_brief


@pytest.fixture(scope="session")
def delivery() -> Callable[..., ShownBriefing]:
    """Makes what a delivery to an address showed and left out."""

    def make(
        address: Address, shown: Sequence[Brief], left_out: Sequence[Brief] = (), articles: Sequence[Article] = ()
    ) -> ShownBriefing:
        by_id = {one.id: one for one in articles or (invented_article(),)}
        items = [ShownItem(at, one, None, support(points_of(one), by_id)) for at, one in enumerate(shown, start=1)]
        return ShownBriefing(41, 1, address, date(2026, 11, 24), Slot.MORNING, tuple(items), tuple(left_out))

    return make


@pytest.fixture(scope="session")
def article() -> Article:
    """The article that the invented briefs come from."""
    return invented_article()


def points_of(brief: Brief) -> list[Point]:
    return [brief.lede, *([brief.why] if brief.why else []), *brief.points]
