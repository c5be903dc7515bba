"""Wrong nesting of entities, put right silently as Telegram does. Pure. Source: TDLib's rules.

Bold, italic, underline, strikethrough and spoilers combine freely and are cut at the borders of all others; pre and
code swallow them; links, mentions, emoji and the like cannot contain each other, nor cross the border of a quotation;
quotations do not nest.
"""

from collections.abc import Iterable
from itertools import pairwise

from bot.demo.standin.entities import FIXED, QUOTES, SPLIT, Entity, in_order


def repaired(entities: Iterable[Entity], automatic: Iterable[Entity] = ()) -> list[Entity]:
    """The entities that Telegram makes of these, and of those it found itself where nothing else stands."""
    given = in_order(entities)
    split = [entity for entity in given if entity.kind in SPLIT]
    quotes = _apart([entity for entity in given if entity.kind in QUOTES])
    solid = _apart([entity for entity in given if entity.kind not in SPLIT + QUOTES])
    solid = [entity for entity in solid if not _crosses(entity, quotes)]
    found = [entity for entity in _apart(in_order(automatic)) if not _crosses(entity, quotes)]
    solid += [entity for entity in found if not any(_touch(entity, other) for other in solid)]
    if not found and _is_well_nested(given):
        return given
    return in_order([*quotes, *solid, *_cut(split, quotes + solid)])


def _apart(entities: list[Entity]) -> list[Entity]:
    """Those that begin after the last one kept has ended."""
    kept: list[Entity] = []
    for entity in entities:
        if not kept or entity.offset >= kept[-1].end:
            kept.append(entity)
    return kept


def _touch(one: Entity, other: Entity) -> bool:
    return one.offset < other.end and other.offset < one.end


def _crosses(entity: Entity, quotes: list[Entity]) -> bool:
    """Whether it reaches over a border of a quotation."""
    return any(_touch(entity, q) and not (q.offset <= entity.offset and entity.end <= q.end) for q in quotes)


def _is_well_nested(entities: list[Entity]) -> bool:
    """Whether every pair stands apart or one within the other in an allowed way."""
    pairs = ((outer, inner) for place, outer in enumerate(entities) for inner in entities[place + 1 :])
    return all(_may_stand(outer, inner) for outer, inner in pairs)


def _may_stand(outer: Entity, inner: Entity) -> bool:
    if outer.kind == inner.kind and outer.kind in SPLIT and inner.offset <= outer.end:
        return False
    if inner.offset >= outer.end:
        return True
    if inner.end > outer.end or outer.kind in FIXED:
        return False
    return inner.kind in SPLIT or (outer.kind in QUOTES and inner.kind not in QUOTES)


def _cut(split: list[Entity], others: list[Entity]) -> list[Entity]:
    """The combining kinds, merged by kind, cut at borders and where another begins, none within fixed width."""
    runs = [run for kind in SPLIT for run in _merged([entity for entity in split if entity.kind == kind])]
    borders = {border for entity in others for border in (entity.offset, entity.end)}
    borders |= {run.offset for run in runs}
    fixed = [entity for entity in others if entity.kind in FIXED]
    pieces = [piece for run in runs for piece in _pieces(run, borders)]
    return [piece for piece in pieces if not any(_touch(piece, entity) for entity in fixed)]


def _merged(entities: list[Entity]) -> list[Entity]:
    """Overlapping and touching runs of one kind as one."""
    runs: list[Entity] = []
    for entity in entities:
        if runs and entity.offset <= runs[-1].end:
            last = runs.pop()
            runs.append(Entity(last.kind, last.offset, max(last.end, entity.end) - last.offset))
        else:
            runs.append(entity)
    return runs


def _pieces(run: Entity, borders: set[int]) -> list[Entity]:
    cuts = [run.offset, *sorted(border for border in borders if run.offset < border < run.end), run.end]
    return [Entity(run.kind, start, end - start) for start, end in pairwise(cuts)]
