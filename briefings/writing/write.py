"""A story in, a brief out. Pure.

What the lead article's newsroom labelled itself comes first; what that leaves open is chosen from the sentences of all
articles of the story.
"""

from dataclasses import replace

from briefings.model import Article, Brief, Move, Outlet, Point, Story
from briefings.stories.voices import voices
from briefings.writing.choose import Choice, choose
from briefings.writing.headline import headline
from briefings.writing.labelled import labelled_points
from briefings.writing.labels import carries_labels
from briefings.writing.naming import brief_id
from briefings.writing.outline import outline
from briefings.writing.roles import Scorer
from briefings.writing.scorers import shipped
from briefings.writing.units import units

NO_TEXT = "The article has no text to write from."
NO_LEDE = "No sentence of the article can stand alone as the news."
TEASER = "Only a teaser of the article could be read, and it does not say why the story matters."
NO_WHY = "Nothing in the story says plainly why it matters."

_READ = 6  # articles: a seventh telling of one event brings nothing that the six did not
_NOTHING = Choice(None, None, ())


def write(story: Story, scorer: Scorer = shipped) -> Brief:
    """Write the brief of a story.

    A brief whose lede has no text (`reason` says why) is not fit for an edition; `compose` leaves it out.
    """
    lead = story.lead
    given = _labelled(lead)
    choice = _chosen(story, given, scorer)
    if choice.lede is None and given is not _NOTHING:
        given = _NOTHING
        choice = _chosen(story, given, scorer)
    brief = Brief(
        id="",
        story=story.id,
        headline=headline(lead.title, lead.publisher),
        lede=choice.lede or Point("", (), lead.id),
        why=choice.why,
        points=choice.points,
        outlets=_outlets(story),
        articles=tuple(article.id for article in story.articles),
        newest=max(article.published for article in story.articles),
        writer="extract" if given is _NOTHING else "labels",
        reason=_reason(lead, choice),
    )
    return replace(brief, id=brief_id(brief))


def _labelled(lead: Article) -> Choice:
    """Return what the newsroom labelled itself, or nothing where it did not."""
    if not carries_labels(lead.paragraphs):
        return _NOTHING
    points = labelled_points(lead, outline(lead))
    why = next((point for point in points if point.move is Move.WHY_IT_MATTERS), None)
    rest = tuple(point for point in points if point.move is not Move.WHY_IT_MATTERS)
    return Choice(None, why, rest) if points else _NOTHING


def _chosen(story: Story, given: Choice, scorer: Scorer) -> Choice:
    found = units(story.articles[:_READ])
    return choose(found, scorer(story.lead.title, found), given, story.lead.title)


def _outlets(story: Story) -> tuple[Outlet, ...]:
    """Return the independent voices, the lead's first: reprints of one text are one, whoever prints it."""
    return tuple(Outlet(article.publisher, article.url, article.id) for article in voices(story.articles))


def _reason(lead: Article, choice: Choice) -> str | None:
    if not any(paragraph.strip() for paragraph in lead.paragraphs):
        return NO_TEXT
    if choice.lede is None:
        return NO_LEDE
    if choice.why is None:
        return NO_WHY if lead.complete else TEASER
    return None
