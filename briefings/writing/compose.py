"""Briefs into an edition. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from briefings.model import Brief, Edition, Newsletter, Slot
from briefings.writing.naming import content_id

MOST_BRIEFS = 8
"""Briefs of one edition; a reader of one newsletter gets no more, however much happened."""


def compose(  # noqa: PLR0917 (all six name one edition; callers pass them in this order)
    newsletter: Newsletter, day: date, slot: Slot, cut: datetime, briefs: Sequence[Brief], articles_read: int
) -> Edition:
    """Make the edition of a newsletter from its briefs, best first.

    Briefs without a lede are left out, and so is the second brief of a story. `day` is the slot's local date. The id
    names what is said to whom and when, not the cut: a later cut that says the same has the same id.
    """
    first = {brief.story: brief for brief in reversed(briefs) if brief.lede.text}
    kept = tuple(brief for brief in briefs if first.get(brief.story) is brief)[:MOST_BRIEFS]
    named = [newsletter.slug, day.isoformat(), slot.value, [brief.id for brief in kept]]
    return Edition(content_id("e", named), newsletter.slug, day, slot, cut, kept, articles_read)
