"""Invented news and readers, a newsroom in memory, and a small Telegram that does as it is told."""

from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

import orjson

from bot.delivery.lease import Leased
from bot.delivery.outcome import AnswerLost, Outcome, Sent
from bot.readers.model import Address, ChatKind, Reader, Standing
from bot.store.outbox import Outbox
from bot.store.readers import ReaderStore, newcomer
from bot.telegram.screen import Button, Keyboard
from briefings.model import Article, Brief, Edition, Kind, Newsletter, Outlet, Point, Slot, Span
from tests.clock import ManualClock

DAILY = frozenset(range(1, 8))
TUESDAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def make_newsletter(slug: str, *slots: Slot, days: frozenset[int] = DAILY) -> Newsletter:
    return Newsletter(slug, slug.title(), "News.", Kind.TOPIC, "UTC", slots or (Slot.MORNING,), days, ())


NEWSLETTERS = (
    make_newsletter("am-pm", Slot.MORNING, Slot.EVENING),
    make_newsletter("denver"),
    make_newsletter("markets", days=frozenset({1, 2, 3, 4, 5})),
    make_newsletter("closer", Slot.EVENING, days=frozenset({1, 2, 3, 4, 5})),
)


def make_point(text: str, article: str = "a", label: str | None = None) -> Point:
    return Point(text, (Span(0, 0, len(text)),), article, label)


def make_brief(
    name: str, story: str | None = None, articles: Sequence[str] = (), newest: datetime = NOON, **more: Any
) -> Brief:
    article = articles[0] if articles else f"article-{name}"
    brief = Brief(
        id=name,
        story=story or f"story-{name}",
        headline=f"Headline {name}.",
        lede=make_point(f"The lede of {name}.", article),
        why=make_point(f"The why of {name}.", article, "Why it matters"),
        points=(),
        outlets=(Outlet("Front Range Post", "https://news.example/1", article),),
        articles=tuple(articles) or (article,),
        newest=newest,
        writer="extract",
    )
    return replace(brief, **more)


def make_edition(
    slug: str, *briefs: Brief, day: date = TUESDAY, slot: Slot = Slot.MORNING, cut: datetime = NOON
) -> Edition:
    name = "-".join([slug, str(day), slot, cut.isoformat(), *(brief.id for brief in briefs)])
    return Edition(name, slug, day, slot, cut, briefs, 40)


class Newsroom:
    """Editions by (newsletter, date, slot); what is missing is cut with one story of its own."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock
        self.editions: dict[tuple[str, date, Slot], Edition] = {}
        self.briefs: dict[str, Brief] = {}
        self.news: dict[str, Point] = {}
        self.library: dict[str, Article] = {}
        self.cuts: list[tuple[str, date, Slot]] = []
        self.broken: set[str] = set()
        self.silent: set[str] = set()

    def publish(self, edition: Edition) -> None:
        self.editions[edition.newsletter, edition.date, edition.slot] = edition
        self.briefs |= {brief.id: brief for brief in edition.briefs}

    async def newest_cut(self, slug: str, day: date, slot: Slot) -> Edition | None:
        if slug in self.broken:
            raise RuntimeError("the newsroom is on fire")
        return self.editions.get((slug, day, slot))

    async def cut(self, slug: str, day: date, slot: Slot) -> Edition:
        self.cuts.append((slug, day, slot))
        brief = make_brief(f"{slug}-{day}-{slot}-{len(self.cuts)}")
        self.publish(make_edition(slug, brief, day=day, slot=slot, cut=self._clock.now()))
        return self.editions[slug, day, slot]

    async def news_since(self, told: Brief) -> Point | None:
        return self.news.get(told.story)

    async def unread(self, slugs: Iterable[str]) -> frozenset[str]:
        return frozenset(slugs) & self.silent

    async def brief(self, brief_id: str) -> Brief | None:
        return self.briefs.get(brief_id)

    async def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        return {one: self.library[one] for one in ids if one in self.library}


@dataclass
class Telegram:
    """Takes messages; answers with the outcomes that are queued (for all, or for a chat), else with a receipt.

    `arrived` holds what people may really see, `copies` how often by chat: at worst, a message whose answer was lost
    has arrived too.
    """

    clock: ManualClock
    queued: deque[Outcome] = field(default_factory=deque)
    by_chat: dict[int, deque[Outcome]] = field(default_factory=dict)
    sent: list[tuple[datetime, Address, str, bool]] = field(default_factory=list)
    keyboards: list[Keyboard] = field(default_factory=list)
    paid: list[bool] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    copies: Counter[int] = field(default_factory=Counter)

    async def deliver(self, body: bytes) -> Outcome:
        """What the bytes say is what is sent."""
        message = orjson.loads(body)
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        keyboard = tuple(
            tuple(Button(key["text"], key.get("callback_data"), key.get("url")) for key in row) for row in rows
        )
        address = Address(message["chat_id"], message.get("message_thread_id", 0))
        self.paid.append(message.get("allow_paid_broadcast", False))
        return await self.send(address, message["text"], keyboard, html=message.get("parse_mode") == "HTML")

    async def send(self, address: Address, text: str, keyboard: Keyboard, *, html: bool = True) -> Outcome:
        self.sent.append((self.clock.now(), address, text, html))
        self.keyboards.append(keyboard)
        scripted = self.by_chat.get(address.chat_id) or self.queued
        outcome = scripted.popleft() if scripted else Sent(len(self.sent))
        if isinstance(outcome, Sent | AnswerLost):
            self.arrived.append(text)
            self.copies[address.chat_id] += 1
        return outcome

    def chats(self) -> list[int]:
        return [address.chat_id for _, address, _, _ in self.sent]


def keyboard_of(delivery_id: int, more: bool) -> Keyboard:
    row = (Button("Sources", f"1:src:{delivery_id}"), Button("Open", None, "https://news.example"))
    return (row, (Button("More", f"1:more:{delivery_id}"),)) if more else (row,)


async def add_reader(store: ReaderStore, chat_id: int, *slugs: str, **wishes: Any) -> Reader:
    """An active reader in UTC with mornings at 12:00 (the tests' noon), unless wished otherwise."""
    met = await store.find_or_add(newcomer(Address(chat_id), ChatKind.PRIVATE, "en", NOON), NOON)
    usual = {"zone": "UTC", "morning": time(12), "evening": time(18), "standing": Standing.ACTIVE}
    reader = replace(met, newsletters=slugs or ("denver",), **(usual | wishes))
    await store.save(reader, NOON)
    return reader


async def add_readers(store: ReaderStore, chats: Iterable[int], *slugs: str, **wishes: Any) -> list[Reader]:
    return [await add_reader(store, chat, *slugs, **wishes) for chat in chats]


async def lease_all(outbox: Outbox, now: datetime, most: int = 100) -> list[Leased]:
    """Look, and lease what was found."""
    return (await outbox.step([], await outbox.look(now, most), now)).leased


def most_within(moments: Sequence[Any], window: Any) -> int:
    """The most moments in any window of that length, wherever it begins (both ends counted)."""
    most, first = 0, 0
    for last, moment in enumerate(moments):
        while moment - moments[first] > window:
            first += 1
        most = max(most, last - first + 1)
    return most
