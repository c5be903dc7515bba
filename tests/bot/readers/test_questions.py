"""Which questions the first minute asks."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.readers.model import Address, ChatKind, Reader, Standing, Step
from bot.readers.questions import implied_zones, next_question, question_before, questions, slots_used
from briefings.catalogue import load
from briefings.model import Slot

LIST = load().newsletters
NEW = Reader(1, Address(5), ChatKind.PRIVATE, Standing.NEW, datetime(2026, 11, 24, tzinfo=UTC))


def test_a_time_is_asked_only_where_something_comes():
    """Denver in the morning, Closer in the evening, AM/PM in both."""
    assert questions(replace(NEW, newsletters=("denver",)), LIST) == (Step.LIST, Step.MORNING, Step.PLACE)
    assert questions(replace(NEW, newsletters=("closer",)), LIST) == (Step.LIST, Step.EVENING, Step.PLACE)
    both = replace(NEW, newsletters=("am-pm",), zone="UTC")
    assert questions(both, LIST) == (Step.LIST, Step.MORNING, Step.EVENING)


def test_without_a_choice_the_list_is_the_question():
    """Whatever was answered; what left the list is no choice."""
    assert next_question(NEW, LIST, Step.PLACE) is Step.LIST
    assert next_question(replace(NEW, newsletters=("gone",)), LIST, None) is Step.LIST


def test_only_its_own_answer_takes_a_question_away():
    """An earlier or later answer leaves the open one open."""
    reader = replace(NEW, newsletters=("am-pm",), step=Step.EVENING)
    assert next_question(reader, LIST, Step.MORNING) is Step.EVENING
    assert next_question(reader, LIST, Step.EVENING) is Step.PLACE
    assert next_question(replace(reader, step=Step.MORNING), LIST, Step.PLACE) is Step.MORNING
    assert next_question(replace(reader, step=Step.PLACE, zone="UTC"), LIST, Step.PLACE) is None


def test_back_leads_to_the_question_before():
    """And from the list to the list."""
    reader = replace(NEW, newsletters=("denver",))
    assert question_before(Step.PLACE, reader, LIST) is Step.MORNING
    assert question_before(Step.MORNING, reader, LIST) is Step.LIST
    assert question_before(Step.LIST, reader, LIST) is Step.LIST


def test_slots_that_are_used_follow_what_is_on():
    """A newsletter whose slot is off comes in the other."""
    reader = replace(NEW, newsletters=("closer",))
    assert slots_used(reader, LIST) == (Slot.EVENING,)
    assert slots_used(replace(reader, evening=None), LIST) == (Slot.MORNING,)


def test_cities_imply_each_zone_once():
    """Charlotte and Tampa Bay share one."""
    reader = replace(NEW, newsletters=("charlotte", "tampa-bay", "denver", "markets"))
    assert [city.slug for city in implied_zones(reader, LIST)] == ["denver", "tampa-bay"]
