"""Which questions the first minute asks, and in which order. Pure."""

from collections.abc import Sequence

from bot.readers.model import Reader, Step
from bot.readers.schedule import slots_of, wall_time
from briefings.model import Kind, Newsletter, Slot

ORDER = (Step.LIST, Step.MORNING, Step.EVENING, Step.PLACE)


def chosen(reader: Reader, newsletters: Sequence[Newsletter]) -> tuple[Newsletter, ...]:
    """The reader's newsletters in the order of the list; those that left the list are not among them."""
    return tuple(newsletter for newsletter in newsletters if newsletter.slug in reader.newsletters)


def slots_used(reader: Reader, newsletters: Sequence[Newsletter]) -> tuple[Slot, ...]:
    """The slots in which something chosen comes, once what was switched off has moved to the slot that is on."""
    on = wall_time(reader, Slot.MORNING), wall_time(reader, Slot.EVENING)
    coming = {slot for one in chosen(reader, newsletters) for slot in slots_of(one, *on)}
    return tuple(slot for slot in Slot if slot in coming)


def questions(reader: Reader, newsletters: Sequence[Newsletter]) -> tuple[Step, ...]:
    """What has to be asked of this reader, in order: a time only where something comes, the place unless known."""
    wanted = {slot for newsletter in chosen(reader, newsletters) for slot in newsletter.slots}
    needed = {
        Step.LIST: True,
        Step.MORNING: Slot.MORNING in wanted,
        Step.EVENING: Slot.EVENING in wanted,
        Step.PLACE: reader.zone is None,
    }
    return tuple(step for step in ORDER if needed[step])


def next_question(reader: Reader, newsletters: Sequence[Newsletter], answered: Step | None) -> Step | None:
    """What is asked after `answered`; only its own answer takes the open question away.

    Without a newsletter that is the list again; None when everything is known.
    """
    if not chosen(reader, newsletters):
        return Step.LIST
    reached = ORDER.index(reader.step) if reader.step else 0
    waiting = [step for step in questions(reader, newsletters) if ORDER.index(step) >= reached and step is not answered]
    return next((step for step in waiting if step is not Step.LIST or reader.step is Step.LIST), None)


def question_before(step: Step, reader: Reader, newsletters: Sequence[Newsletter]) -> Step:
    """Where Back leads from `step`; from the list it leads nowhere but to the list."""
    earlier = [asked for asked in questions(reader, newsletters) if ORDER.index(asked) < ORDER.index(step)]
    return earlier[-1] if earlier else Step.LIST


def implied_zones(reader: Reader, newsletters: Sequence[Newsletter]) -> tuple[Newsletter, ...]:
    """The chosen cities, one for each distinct zone: where the reader may be."""
    first: dict[str, Newsletter] = {}
    for newsletter in chosen(reader, newsletters):
        if newsletter.kind is Kind.CITY:
            first.setdefault(newsletter.zone, newsletter)
    return tuple(first.values())
