"""Edits of what was sent: each once where it can be, again where it must be, and never where nothing was wrong."""

from datetime import UTC, date, datetime, timedelta

import orjson
import pytest
from sqlalchemy import insert, select

from bot.delivery.amend import Amender
from bot.delivery.outcome import AnswerLost, Flood, MessageRefused, NotSent, RecipientRefused, Sent
from bot.delivery.pace import Pace
from bot.store.edits import EditStore
from bot.store.outbox import Outbox
from bot.store.tables import deliveries, edits, parts, readers, texts, told
from briefings.store.database import Database
from briefings.writing.taken_back import Correction, TakenBack
from tests.clock import ManualClock

AT = datetime(2026, 11, 24, 12, tzinfo=UTC)
WRONG = Correction("b-1", "b-2", "s-1", "a-1", "Post", AT, (TakenBack("It was 12.", "It was 14."),))


class News:
    """What was taken back."""

    def __init__(self) -> None:
        self.known = {WRONG.brief: WRONG}

    async def corrections(self, moment: datetime) -> dict[str, Correction]:
        return {name: one for name, one in self.known.items() if one.noticed_at >= moment}


class Editor:
    """Notes what is edited, and answers as it is told to."""

    def __init__(self) -> None:
        self.bodies: list[dict] = []
        self.answers: list[object] = []

    async def amend(self, body: bytes) -> object:
        self.bodies.append(orjson.loads(body))
        return self.answers.pop(0) if self.answers else Sent(0)


class Desk:
    """An amender with what it works on."""

    def __init__(self, database: Database, clock: ManualClock) -> None:
        self.database, self.clock = database, clock
        self.news, self.editor = News(), Editor()
        self.amender = Amender(self.news, EditStore(database), Outbox(database), self.editor, Pace(clock, None), clock)

    async def sent(self, number: int, said: str = "It was 12.", brief: str = "b-1", state: str = "sent") -> None:
        """Reader `number` was told a brief by message 100 + `number`."""
        content = {"shown": [{"story": "s-1", "brief": brief, "update": None, "part": 1}], "left_out": []}
        facts = {"due_at": AT, "expires_at": AT, "lane": 1, "state": state, "planned_at": AT}
        async with self.database.write() as connection:
            await connection.execute(
                insert(readers),
                {"id": number, "chat_id": number, "kind": "private", "standing": "active"}
                | {"created_at": AT, "changed_at": AT},
            )
            await connection.execute(
                insert(deliveries),
                {"id": number, "reader_id": number, "local_date": date(2026, 11, 24), "slot": "morning"}
                | facts
                | {"content": content},
            )
            text = {"id": f"t{number}", "html": f"<b>1. News</b>\n{said}", "plain": f"1. News\n{said}"}
            await connection.execute(
                insert(texts), text | {"keyboard": [[{"text": "More", "data": "1:m:{d}", "url": None}]], "made_at": AT}
            )
            await connection.execute(
                insert(parts),
                {"delivery_id": number, "number": 1, "lane": 1, "last": True, "text_id": f"t{number}", "state": state}
                | {"not_before": AT, "message_id": 100 + number},
            )
            row = {"reader_id": number, "story": "s-1", "brief": brief, "delivery_id": number}
            await connection.execute(insert(told), row | {"told_at": self.clock.now()})

    async def states(self) -> list[str]:
        async with self.database.read() as connection:
            return list(await connection.scalars(select(edits.c.state).order_by(edits.c.part_id)))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, ManualClock(AT + timedelta(minutes=5)))


async def test_a_message_is_edited_once(desk):
    """With its words put right and its own buttons; looking again finds nothing."""
    await desk.sent(1)
    await desk.sent(2, brief="b-other")
    assert await desk.amender.amend() == 1
    assert await desk.amender.amend() == 0
    (body,) = desk.editor.bodies
    assert (body["chat_id"], body["message_id"], body["parse_mode"]) == (1, 101, "HTML")
    assert body["text"] == "<b>1. News</b>\nIt was 14. <i>(corrected)</i>"
    assert body["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "1:m:1"
    assert await desk.states() == ["done"]


async def test_a_message_that_does_not_show_it_is_left_alone(desk):
    """There was no room for the line."""
    await desk.sent(1, said="Something else.")
    assert await desk.amender.amend() == 1
    assert desk.editor.bodies == []
    assert await desk.states() == ["unseen"]


async def test_what_goes_out_later_is_found_later(desk):
    """A message that was in flight when the source changed."""
    assert await desk.amender.amend() == 0
    await desk.sent(1)
    desk.clock.advance(seconds=60)
    assert await desk.amender.amend() == 1


@pytest.mark.parametrize("answer", [NotSent("no connection"), AnswerLost("no answer"), Flood(60.0)])
async def test_what_did_not_arrive_is_tried_again(desk, answer):
    """Not at once, and not for ever."""
    await desk.sent(1)
    desk.editor.answers = [answer]
    assert await desk.amender.amend() == 1
    assert await desk.states() == ["waiting"]
    assert await desk.amender.amend() == 0
    desk.clock.advance(seconds=61)
    assert await desk.amender.amend() == 1
    assert await desk.states() == ["done"]
    assert len(desk.editor.bodies) == 2


async def test_after_some_tries_it_is_given_up(desk):
    """A machine that never answers."""
    await desk.sent(1)
    desk.editor.answers = [NotSent("no connection")] * 9
    for _ in range(9):
        await desk.amender.amend()
        desk.clock.advance(seconds=timedelta(hours=7).total_seconds())
    assert await desk.states() == ["lost"]
    assert len(desk.editor.bodies) == 5


@pytest.mark.parametrize("answer", [MessageRefused("message can't be edited"), RecipientRefused("blocked")])
async def test_what_cannot_be_edited_is_let_be(desk, answer):
    """Its reader is told of it in a briefing, like all others."""
    await desk.sent(1)
    desk.editor.answers = [answer]
    await desk.amender.amend()
    assert await desk.states() == ["lost"]


async def test_what_was_right_after_all_gets_its_own_words_back(desk):
    """A correction of nothing."""
    await desk.sent(1)
    await desk.amender.amend()
    later = AT + timedelta(hours=1)
    desk.news.known = {"b-1": Correction("b-1", "b-1", "s-1", "a-1", "Post", later, ())}
    desk.clock.set(later)
    assert await desk.amender.amend() == 1
    assert desk.editor.bodies[-1]["text"] == "<b>1. News</b>\nIt was 12."
    assert await desk.states() == ["unseen"]


async def test_the_words_go_out_as_plain_where_they_did_before(desk):
    """Telegram refused their formatting once."""
    await desk.sent(1)
    async with desk.database.write() as connection:
        await connection.execute(parts.update().values(as_plain=True))
    await desk.amender.amend()
    assert desk.editor.bodies[0]["text"] == "1. News\nIt was 14. (corrected)"
    assert "parse_mode" not in desk.editor.bodies[0]
