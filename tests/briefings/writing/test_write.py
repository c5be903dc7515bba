from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.model import Article, Move, Outlet, Story
from briefings.writing.length import BRIEF_WORDS, LEDE_WORDS, WHY_WORDS, count_words
from briefings.writing.linear import LinearScorer
from briefings.writing.roles import Scores
from briefings.writing.write import NO_LEDE, NO_TEXT, NO_WHY, TEASER, write

from .conftest import NOON


def lines_of(brief):
    """All lines of a brief."""
    return [p for p in (brief.lede, brief.why, *brief.points) if p]


def test_a_plain_report_becomes_a_brief(telling):
    """What happened, why it matters, and the rest, each in a sentence of the report."""
    brief = write(Story("s-a", (telling,)))
    assert brief.writer == "extract"
    assert brief.headline == "Council delays its bus vote"
    assert brief.lede.text.startswith("The Harlow City Council on Monday put off")
    assert brief.why.text.startswith("If the grant lapses, thousands of riders")
    assert (brief.why.label, brief.why.move) == ("Why it matters", Move.WHY_IT_MATTERS)
    assert {p.move for p in brief.points} >= {Move.THEY_SAY, Move.BY_THE_NUMBERS}
    assert brief.reason is None
    assert sum(count_words(p.text) for p in lines_of(brief)) <= BRIEF_WORDS


def test_a_labelled_report_keeps_its_newsrooms_points(article):
    """Labels come before any choice of ours."""
    told = article(
        "Sign up for our letter",
        "Mayor Dana Ruiz. Photo: Bo Li",
        "Harlow put off a vote on its bus lanes until the spring.",
        "Why it matters: A grant lapses in February.",
        'What he\'s saying: "We wait," said council president Bo Li.',
        '- "And we hope."',
        "Go deeper: All about lanes",
    )
    brief = write(Story("s", (told,)))
    assert brief.writer == "labels"
    assert brief.lede.text == "Harlow put off a vote on its bus lanes until the spring."
    assert brief.why.text == "A grant lapses in February."
    assert [(p.move, p.text) for p in brief.points] == [
        (Move.THEY_SAY, '"We wait," said council president Bo Li.\n- "And we hope."')
    ]


def test_a_labelled_report_without_a_why_gets_one_from_its_text(article, weights):
    """What the newsroom left open is chosen."""
    told = article(
        "Harlow put off a vote on its bus lanes until the spring.",
        "The delay could cost the city a federal grant that many riders depend on.",
        "What's next: A hearing in May.",
        "By the numbers: 54 stops.",
    )
    given = weights(why={"grant": 1.0})
    brief = write(Story("s", (told,)), LinearScorer(lambda: given))
    assert brief.writer == "labels"
    assert brief.why.text.startswith("The delay could cost")


def test_a_report_that_is_all_labels_still_says_what_happened(article):
    """Without running text the news is looked for under the labels."""
    told = article(
        "What happened: Harlow put off its vote until the spring.", "Why it matters: A large grant lapses in February."
    )
    brief = write(Story("s", (told,)))
    assert brief.lede.text == "Harlow put off its vote until the spring."
    assert brief.writer == "extract"


def test_points_may_come_from_another_outlet(plain, article):
    """Each point names the article that its spans point into."""
    short = replace(plain, paragraphs=plain.paragraphs[:1])
    other = replace(plain, id="z", paragraphs=plain.paragraphs[1:], publisher="Second", url="https://z.example")
    brief = write(Story("s", (short, other)))
    texts = {a.id: a.paragraphs for a in (short, other)}
    assert brief.lede.article == "a"
    assert {p.article for p in brief.points} == {"z"}
    for point in lines_of(brief):
        words = " ".join(texts[point.article][s.paragraph][s.start : s.end] for s in point.spans)
        assert words.split()[-1] == point.text.split()[-1]


def test_outlets_are_named_once_with_the_lead_first(plain):
    """Two pages of one publisher are one outlet; so are two papers that print one text."""
    own = ("A report of its own says that the lanes along Mill Street will have to wait for another year.",)
    second = replace(plain, id="b", publisher="Second", url="https://b.example", published=NOON, paragraphs=own)
    third = replace(plain, id="c", url="https://c.example", published=NOON - timedelta(hours=9))
    reprint = replace(plain, id="d", publisher="Fourth", url="https://d.example")
    brief = write(Story("s", (plain, second, third, reprint)))
    assert brief.outlets == (Outlet("Paper a", plain.url, "a"), Outlet("Second", second.url, "b"))
    assert brief.articles == ("a", "b", "c", "d")
    assert brief.newest == NOON


@pytest.mark.parametrize(
    ("paragraphs", "complete", "reason"),
    [
        ((), True, NO_TEXT),
        ((" ",), True, NO_TEXT),
        (("“We waited there.",), True, NO_LEDE),
        (("Harlow put off its vote until the spring.",), True, NO_WHY),
        (("Harlow put off its vote until the spring.",), False, TEASER),
    ],
)
def test_what_is_missing_has_its_reason(article, paragraphs, complete, reason):
    """A brief says why a part is missing."""
    brief = write(Story("s", (article(*paragraphs, complete=complete),)))
    assert brief.reason == reason
    assert brief.why is None
    assert bool(brief.lede.text) == (reason in {NO_WHY, TEASER})


def test_the_id_names_the_content(story, plain):
    """Equal content has an equal id; another word has another."""
    assert write(story).id == write(story).id
    other = replace(plain, title="Another headline")
    assert write(Story("s-a", (other,))).id != write(story).id


def test_another_scorer_may_be_put_in_its_place(story):
    """The choice is the same machine whatever gives the scores."""

    def last_is_why(title, units):
        return [Scores(-n, {Move.WHY_IT_MATTERS: float(n)}) for n in range(len(units))]

    brief = write(story, last_is_why)
    assert brief.why.text.startswith("Cities across the country")
    assert brief.points == ()


PIECES = [
    "The Harlow council put off its vote until the spring.",
    "But the delay could cost riders a federal grant worth $38 million, or 40 percent.",
    "Why it matters: Rents follow.",
    "What's next: A hearing.",
    "- A bullet of it.",
    "“We wait. We hope,” said Dana Ruiz.",
    "“Open words never close.",
    "Critics say the lanes, which opened in May (or June), will push buses — and cars — away today.",
    "Sign up for our letter",
    "",
    "\n- Loose line\n",
    "A.",
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join), max_size=8))
@settings(max_examples=80, deadline=None)
def test_any_text_gives_a_brief_within_its_room_whose_spans_hold_its_words(paragraphs):
    """No input breaks the writer; each line is its spans' words with nothing added."""
    told = Article("a", "u", "f", "P", "T", NOON, NOON, tuple(paragraphs))
    brief = write(Story("s", (told,)))
    assert count_words(brief.lede.text) <= LEDE_WORDS
    if brief.writer == "extract":
        assert brief.why is None or count_words(brief.why.text) <= WHY_WORDS
        assert sum(count_words(p.text) for p in lines_of(brief)) <= BRIEF_WORDS
    for point in lines_of(brief):
        kept = "".join(told.paragraphs[s.paragraph][s.start : s.end] for s in point.spans)
        assert "".join(kept.split()).lower() == "".join(point.text.split()).lower()
