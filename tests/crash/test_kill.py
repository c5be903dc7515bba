"""The real program, killed again and again: nothing is lost, nothing comes three times, the file stays whole.

In flight are the messages that the ledger calls `sending`: leased, and no receipt yet.
"""

from collections import Counter
from random import Random

import pytest
import structlog

from bot.delivery.reconcile import reconcile
from bot.failpoint import PLACES
from briefings.store.database import Database
from tests.crash.forge import KILLED, Life
from tests.crash.program import SPEED, Part, Program

EACH_LIFE = 20
"""Readers a kill: more than one life sends to before it dies."""
PACE = {"DAYBRIEF_MESSAGES_PER_SECOND": "8"}
"""However fast the sender is, there is somebody left to send to at the last kill."""
SOMEBODY = 99
FAILPOINTS = tuple(place for place in PLACES if not place.startswith("command."))
MAKING = ("migrate.middle", "plan.middle", "prepare.middle")
"""Before the first message these are met in this order; each undoes itself, so the next life meets it again."""

log = structlog.get_logger()


class Kills:
    """Kills lives and keeps count: `caught` is how often a part was in flight when the process died."""

    def __init__(self, program: Program, chance: Random) -> None:
        self.program = program
        self.chance = chance
        self.caught: Counter[int] = Counter()
        self.each: list[int] = []
        self._seen: set[tuple[int, int]] = set()

    async def at(self, place: str) -> None:
        """One kill at a failpoint."""
        passes = 1 if place in MAKING or place == "inbox.stored" else self.chance.randint(1, 9)
        life = self.program.start(killed_at=(place, passes), settings=PACE)
        if place == "inbox.stored":
            self.program.telegram.send_text(SOMEBODY, SOMEBODY, "/help")
        assert await life.ended(60) == KILLED, place
        self._count()

    async def anywhere(self) -> None:
        """One kill at any moment: soon after the start, or soon after some messages."""
        life = self.program.start(settings=PACE)
        if self.chance.random() < 0.3:
            await self.program.clock.sleep(self.chance.uniform(0, 0.3) * SPEED)
        else:
            before, more = len(self.program.telegram.calls), self.chance.randint(1, EACH_LIFE)
            await self.program.telegram.until(lambda: len(self.program.telegram.calls) >= before + more, 60)
            await self.program.clock.sleep(self.chance.uniform(0, 0.03) * SPEED)
        await life.kill()
        self._count()

    def _count(self) -> None:
        if self.program.count("sqlite_master", "name = 'parts'"):
            held = self.program.in_flight()
            new, self._seen = held - self._seen, self._seen | held
            self.caught.update(part for part, _ in new)
            self.each.append(len(new))


async def test_whatever_dies_every_briefing_arrives_once_or_is_seen_to_be_in_doubt(
    program: Program, request: pytest.FixtureRequest
) -> None:
    """Kills at random moments and at every failpoint of delivery, then a life that works the rest off.

    Nothing is lost, more than one copy has only what was in flight at a kill, none has three, the count comes out even.
    """
    number = request.config.getoption("--kills")
    each, chance = max(1, number // 10), Random(number)
    kills = Kills(program, chance)
    for _ in range(each):
        await kills.at("migrate.middle")
    people = range(1001, 1001 + EACH_LIFE * (number + each * len(FAILPOINTS)))
    program.telegram.person(SOMEBODY, "Somebody")
    await program.settle(people)
    for place in MAKING[1:]:
        for _ in range(each):
            await kills.at(place)
    rest = [place for place in FAILPOINTS if place not in MAKING for _ in range(each)] + [""] * number
    chance.shuffle(rest)
    for place in rest:
        await (kills.at(place) if place else kills.anywhere())
    parts = await worked_off(program, program.start())

    assert len(parts) == program.count("deliveries") == len(people)
    copies = program.copies()
    log.warning("kills", lives=len(kills.each), caught=kills.each, doubled=sum(copies[one] > 1 for one in people))
    for part in parts:
        if part.state == "sent":
            assert part.message_id in program.telegram.chats[part.chat_id].own, part
        else:
            assert part.state == "uncertain", part
        assert copies[part.chat_id] <= 2, part
        assert copies[part.chat_id] - 1 <= kills.caught[part.id], part


async def worked_off(program: Program, life: Life) -> list[Part]:
    """Wait until nothing in the ledger waits for anything, and stop; the parts. The ledger is even and whole."""
    waits = "state IN ('planned', 'sending') OR (state = 'uncertain' AND doubts < 2)"
    await program.until(
        lambda: not program.count("deliveries", "state = 'planned'") and not program.count("parts", waits)
    )
    assert await life.stop() == 0
    database = await Database.open(program.url)
    whole = (await reconcile(database)).whole
    await database.close()
    assert whole.even
    assert whole.pending == whole.failed == whole.expired == 0
    assert program.integrity() == "ok"
    return program.parts()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"DAYBRIEF_TELEGRAM_TOKEN": f"42:{'x' * 35}"}, "Telegram does not know this token"),
        ({}, "Another process polls for this bot, or a webhook is set"),
    ],
)
async def test_what_cannot_be_run_says_why_in_one_sentence(
    program: Program, settings: dict[str, str], sentence: str
) -> None:
    """A wrong token and a second poller: exit code 2, one line, no traceback."""
    program.telegram.updates.webhook = "https://elsewhere.example/hook"
    life = program.start(real_time=True, settings=settings)
    assert await life.ended() == 2
    (line,) = life.said.read_text(encoding="utf-8").strip().splitlines()
    assert line.startswith(sentence)
    assert program.telegram.token not in line
