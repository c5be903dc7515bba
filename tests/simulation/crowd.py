"""The people of a simulation: they settle in, change their minds, leave, come back, and are understood or not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from bot.readers.model import Address, ChatKind, Standing
from bot.readers.service import ReaderService
from tests.simulation.faults import Event
from tests.simulation.loop import LoopClock
from tests.simulation.model import Wish
from tests.simulation.oracle import Troubles
from tests.simulation.people import FIRST_GROUP, FIRST_PERSON, PER_GROUP, Somebody, something, wish
from tests.simulation.wire import Wire

SUPERGROUPS = -(10**12)
"""Chats below this are supergroups already."""


class Crowd:
    """Everybody who reads. `commands` counts the wishes that were changed."""

    def __init__(self, random: Random, clock: LoopClock, wire: Wire, troubles: Troubles) -> None:
        self.commands = 0
        self._people: list[Somebody] = []
        self._random = random
        self._clock = clock
        self._wire = wire
        self._troubles = troubles
        self._met_before: dict[int, int] = {}

    async def settle_in(self, number: int, readers: ReaderService) -> None:
        """Another one has finished choosing."""
        wanted = wish(self._random)
        person = FIRST_PERSON + number
        self._wire.scene.person(person, f"Reader {number}")
        chat, kind = person, ChatKind.PRIVATE
        if number % PER_GROUP == PER_GROUP - 1:
            chat, kind = FIRST_GROUP - number, ChatKind.GROUP
            self._wire.scene.group(chat, f"Group {number}", admins=(person,))
        met = await readers.meet(Address(chat), kind, "en")
        length = self._random.choice((1, 3, 3, 6))
        chosen = {name: getattr(wanted, name) for name in ("zone", "morning", "evening", "days")}
        newsletters = tuple(sorted(wanted.newsletters))
        await readers.save(replace(met, standing=Standing.ACTIVE, length=length, newsletters=newsletters, **chosen))
        self._people.append(Somebody(met.id, chat, person, wanted))

    def act(self, event: Event) -> None:
        """One of them does something."""
        here = [one for one in self._people if one.here and one.expected.newsletters]
        match event:
            case Event.ACT:
                self._act(self._random.choice(here))
            case Event.TODAY:
                self._say(self._random.choice(here), "/today")
            case Event.LEAVE:
                self._leave(self._random.choice(here))
            case Event.RETURN:
                gone = [one for one in self._people if not one.here]
                if gone:
                    self._return(self._random.choice(gone))
            case Event.MOVE:
                self._move([one for one in here if one.group and one.chat > SUPERGROUPS])

    def _act(self, one: Somebody) -> None:
        words, wanted = something(self._random, one, self._clock.now())
        one.expected = wanted
        self.commands += 1
        self._say(one, words)

    def _say(self, one: Somebody, words: str) -> None:
        self._met_before.setdefault(one.reader, self._wire.met.total())
        self._wire.scene.send_text(one.chat, one.admin, words)

    def _leave(self, one: Somebody) -> None:
        one.here = False
        self._troubles.left(one.reader, self._clock.true())
        if one.group:
            self._wire.scene.kick(one.chat, one.admin)
        elif self._random.random() < 0.5:
            self._wire.scene.block(one.chat)
        else:
            # Telegram's word of it got lost: the bot learns it from the next message.
            self._wire.scene.people[one.chat].blocked = True

    def _return(self, one: Somebody) -> None:
        one.here = True
        self._troubles.came_back(one.reader, self._clock.true())
        if one.group:
            self._wire.scene.add_bot(one.chat, one.admin)
        else:
            self._wire.scene.unblock(one.chat)

    def _move(self, groups: Sequence[Somebody]) -> None:
        if groups:
            one = self._random.choice(groups)
            one.chat = self._wire.scene.migrate(one.chat)

    def misunderstood(self, kept: dict[int, Wish]) -> Iterator[str]:
        """Whose wishes are kept otherwise than they were said, when all that was said has been heard."""
        for one in self._people:
            found = kept[one.reader]
            wanted = replace(one.expected, coming=one.here or found.coming)
            paused = found.paused_until, wanted.paused_until
            if None not in paused and abs((paused[0] - paused[1]).days) <= 1:  # type: ignore[operator]
                wanted = replace(wanted, paused_until=found.paused_until)
            # While the line is bad, nobody can say who runs a group, and its words may be in vain.
            unsure = one.group and self._wire.met.total() > self._met_before.get(one.reader, self._wire.met.total())
            if found != wanted and not unsure:
                yield f"{one} is understood as {found}"
            one.expected = replace(found, coming=True)
        self._met_before.clear()

    def forget_messages(self) -> None:
        """The stand-in remembers every message for ever; nobody looks at them here."""
        scene = self._wire.scene
        scene.calls.clear()
        for one in self._people:
            chat = scene.chats[one.chat]
            chat.messages.clear()
            chat.own.clear()
