"""What a source takes back is noticed, kept, and told rightly from then on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from briefings.model import Article, Edition, Slot
from briefings.pipeline import Newsroom
from briefings.store.corrections import CorrectionStore
from briefings.store.database import Database
from briefings.writing.taken_back import Correction
from tests.briefings.test_pipeline import BRIDGE, DAY, POOL, article, keep, newsroom
from tests.clock import ManualClock

__all__ = ["newsroom"]

NEXT = timedelta(minutes=5)


@pytest.fixture
async def bridge(newsroom: Newsroom, database: Database, clock: ManualClock) -> Article:
    """An article that the morning's edition told."""
    made = article("a", "Harlow Bridge closes Friday", BRIDGE, at=clock.now() - timedelta(hours=2))
    await keep(database, made)
    await newsroom.group()
    await newsroom.cut("harlow", DAY, Slot.MORNING)
    return made


async def again(newsroom: Newsroom, database: Database, clock: ManualClock, *articles: Article) -> list[Correction]:
    """These versions come in, and are looked at."""
    clock.advance(seconds=NEXT.total_seconds())
    await keep(database, *(replace(one, first_seen=clock.now()) for one in articles))
    await newsroom.correct()
    return list((await newsroom.corrections(clock.now())).values())


async def newest(newsroom: Newsroom) -> Edition:
    found = await newsroom.newest_cut("harlow", DAY, Slot.MORNING)
    assert found is not None
    return found


async def test_what_changed_is_kept_beside_what_was_told(newsroom, database, clock, bridge):
    """The brief that was told, the one that is told since, and the line; the day's edition is cut anew."""
    told = (await newest(newsroom)).briefs[0]
    new = BRIDGE.replace("14", "18")
    (made,) = await again(newsroom, database, clock, replace(bridge, paragraphs=(new,)))
    assert (made.brief, made.story, made.article, made.noticed_at) == (told.id, told.story, "a", clock.now())
    assert [(change.told, change.now) for change in made.changes] == [(BRIDGE, new)]
    corrected = await newsroom.brief(made.corrected)
    assert corrected is not None
    assert corrected.lede.text == new
    assert await CorrectionStore(database).since(clock.now()) == {told.id: made}
    assert [brief.lede.text for brief in (await newest(newsroom)).briefs] == [new]


async def test_each_change_is_looked_at_once(newsroom, database, clock, bridge):
    """And an article that stays as it is is no change."""
    assert len(await again(newsroom, database, clock, replace(bridge, paragraphs=(BRIDGE.replace("14", "18"),)))) == 1
    clock.advance(seconds=1)
    assert await newsroom.correct() == []
    assert await again(newsroom, database, clock, replace(bridge, paragraphs=(BRIDGE.replace("14", "18"),))) == []


async def test_polishing_corrects_nothing(newsroom, database, clock, bridge):
    """Nor does an article that nobody was told of."""
    polished = replace(bridge, paragraphs=(BRIDGE.replace("for 14 months of repairs", "for repairs of 14 months"),))
    other = article("b", "Oakton opens a bath", POOL, at=clock.now())
    assert await again(newsroom, database, clock, polished, other) == []
    assert await again(newsroom, database, clock, replace(other, paragraphs=(POOL.replace("two", "three"),))) == []


async def test_a_second_change_is_told_against_what_each_was_told(newsroom, database, clock, bridge):
    """Who heard the first version, and who heard the second, are both told of the third."""
    first = (await newest(newsroom)).briefs[0]
    await again(newsroom, database, clock, replace(bridge, paragraphs=(BRIDGE.replace("14", "18"),)))
    second = (await newest(newsroom)).briefs[0]
    last = BRIDGE.replace("14", "20")
    made = {one.brief: one for one in await again(newsroom, database, clock, replace(bridge, paragraphs=(last,)))}
    assert {change.now for one in made.values() for change in one.changes} == {last}
    assert made[first.id].changes[0].told == BRIDGE
    assert made[second.id].changes[0].told == BRIDGE.replace("14", "18")


async def test_what_is_taken_back_and_then_told_again_needs_no_correction(newsroom, database, clock, bridge):
    """Who was told the first version was told right."""
    first = (await newest(newsroom)).briefs[0]
    await again(newsroom, database, clock, replace(bridge, paragraphs=(BRIDGE.replace("14", "18"),)))
    made = {one.brief: one for one in await again(newsroom, database, clock, bridge)}
    assert (made[first.id].corrected, made[first.id].changes) == (first.id, ())
    others = [one for one in made.values() if one.brief != first.id]
    assert [change.now for one in others for change in one.changes] == [BRIDGE] * len(others)


async def test_a_withdrawn_article_is_told_no_more(newsroom, database, clock, bridge):
    """Neither in an edition nor by a search; its notice is no news."""
    gone = replace(bridge, title="RETRACTED: Harlow Bridge closes Friday", paragraphs=("This story was retracted.",))
    (made,) = await again(newsroom, database, clock, gone)
    assert {change.now for change in made.changes} == {None}
    assert (await newest(newsroom)).briefs == ()
    assert await newsroom.search(["bridge"], 5) == []


async def test_a_search_finds_what_is_told_since(newsroom, database, clock, bridge):
    """Whatever the edition said at first."""
    await again(newsroom, database, clock, replace(bridge, paragraphs=(BRIDGE.replace("14", "18"),)))
    assert {one.brief.lede.text for one in await newsroom.search(["bridge"], 5)} == {BRIDGE.replace("14", "18")}


async def test_a_teaser_that_gives_way_to_the_whole_text_corrects_nothing(newsroom, database, clock):
    """There is more of it, and nothing else."""
    teaser = replace(article("a", "Bridge", BRIDGE, at=clock.now()), complete=False)
    await keep(database, teaser)
    await newsroom.group()
    await newsroom.cut("harlow", DAY, Slot.MORNING)
    whole = replace(teaser, complete=True, paragraphs=(BRIDGE.replace("14", "18"), POOL))
    assert await again(newsroom, database, clock, whole) == []


async def test_what_was_told_long_ago_is_let_be(newsroom, database, clock, bridge):
    """Nobody relies on it any more."""
    clock.advance(seconds=timedelta(days=4).total_seconds())
    assert await again(newsroom, database, clock, replace(bridge, paragraphs=(BRIDGE.replace("14", "18"),))) == []
