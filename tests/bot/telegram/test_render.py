"""A briefing is drawn within Telegram's limits, says what it shows, and leaves nothing unsaid."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.delivery.briefing import Item
from bot.telegram.measure import plain_words, size
from bot.telegram.render import render
from bot.telegram.text import html, length, plain
from briefings.model import Brief, Move, Outlet, Point, Slot

OUTLETS = tuple(
    Outlet(name, f"https://news.example/{at}", f"a{at}")
    for at, name in enumerate(("Front Range Post", "Mile High Radio", "Ledger Daily", "Plains Wire"), start=1)
)


def words(rendered):
    return "\n\n".join(plain(part.text) for part in rendered.parts)


def markup(rendered):
    return "\n\n".join(html(part.text) for part in rendered.parts)


def test_a_story_has_headline_lede_why_folded_points_and_outlets(brief, point, briefing):
    """The shape of a story, to the character."""
    points = (
        point("31,000 riders a day", "By the numbers", Move.BY_THE_NUMBERS),
        point('"We would rather be late," said the chair.', None, Move.THEY_SAY),
        point("Not everyone agrees.", "What's next?"),
    )
    drawn = render(briefing((Item(brief("b1", points=points, outlets=OUTLETS), ("denver",)),)))
    assert markup(drawn) == (
        "<b>Good morning. Tuesday, November 24</b>\n"
        "Denver: 1 story, 1 minute\n\n"
        "<b>1. Council delays its vote</b>\n"
        "The council put off its vote until January.\n"
        "<b>Why it matters:</b> A grant lapses on February 1.\n"
        "<blockquote expandable><b>By the numbers:</b> 31,000 riders a day\n"
        '<b>What they\'re saying:</b> "We would rather be late," said the chair.\n'
        "<b>What's next?</b> Not everyone agrees.</blockquote>\n"
        '<a href="https://news.example/1">Front Range Post</a>, '
        '<a href="https://news.example/2">Mile High Radio</a> and 2 more\n\n'
        "<i>A thin morning: this is all that is new. Times are yours (Denver).</i>"
    )
    assert drawn.shown == ("b1",)
    assert drawn.left_out == ()


def test_an_update_says_what_is_new_and_nothing_else(brief, point, briefing):
    """Only the new line and the outlet that has it."""
    item = Item(brief("b1", outlets=OUTLETS), ("denver",), point("Trains run again.", article="a2"), date(2026, 11, 23))
    text = words(render(briefing((item,))))
    assert "1. Update: Council delays its vote\nNew since yesterday: Trains run again.\nMile High Radio (" in text
    assert "put off" not in text
    assert "Front Range Post" not in text


@pytest.mark.parametrize("told_on", [None, date(2026, 11, 20), date(2026, 11, 24)])
def test_an_update_of_an_older_story_does_not_claim_yesterday(told_on, brief, point, briefing):
    """A story told on another day, or on an unknown one, is new without a date."""
    text = words(render(briefing((Item(brief("b1"), ("denver",), point("Trains run."), told_on),))))
    assert "\nNew: Trains run." in text


def test_bullets_are_drawn_as_dots_under_their_label(brief, point, briefing):
    """A bulleted point keeps its lines."""
    points = (point("- ten\n- eleven", "By the numbers:"), point("First:\n- one", "Zoom in"))
    text = words(render(briefing((Item(brief("b1", points=points), ("denver",)),))))
    assert "By the numbers:\n• ten\n• eleven\nZoom in: First:\n• one" in text


def test_an_evening_a_late_one_and_an_unknown_place_say_so(brief, briefing):
    """The heading greets by slot, owns up to being late, and names the zone where the place has no name."""
    late = briefing(
        (Item(brief("b1"), ("denver",)),), slot=Slot.EVENING, late=True, place=None, zone="America/New_York"
    )
    text = words(render(late))
    assert text.startswith("Good evening. ")
    assert "This one is late;" in text
    assert "A thin evening" in text
    assert "Times are yours (New York)." in text


def test_a_day_without_news_says_why(briefing):
    """Without stories the number of articles read explains it."""
    drawn = render(briefing((), slugs=("denver", "markets"), late=True))
    text = words(drawn)
    assert "Nothing in Denver or Markets is worth your time this morning." in text
    assert "43 articles read, all of them told already or minor." in text
    assert "late" in text
    assert drawn.shown == drawn.left_out == ()


@pytest.mark.parametrize(
    ("read", "said"), [(0, "no article has come in"), (1, "1 article read, told already or minor.")]
)
def test_a_day_without_articles_is_not_blamed_on_them(read, said, briefing):
    """Nothing read and one read have their own words."""
    assert said in words(render(briefing((), articles_read=read)))


@pytest.mark.parametrize(
    ("unread", "said", "unsaid"),
    [
        ({"denver", "markets"}, "The sources of Denver and Markets could not be read.", "Nothing in"),
        ({"denver"}, "The sources of Denver could not be read.", "Nothing in Denver"),
    ],
)
def test_sources_that_could_not_be_read_are_not_called_a_quiet_day(unread, said, unsaid, briefing):
    """It is our trouble then, and not a lack of news."""
    text = words(render(briefing((), slugs=("denver", "markets"), unread=frozenset(unread))))
    assert said in text
    assert unsaid not in text
    assert ("Nothing in Markets is worth" in text) == ("markets" not in unread)


def test_a_newsletter_whose_sources_could_not_be_read_is_named_so_below(brief, briefing):
    """Beside those that had nothing new."""
    item = Item(brief("b1"), ("denver",))
    text = words(render(briefing((item,), slugs=("denver", "markets", "sports"), unread=frozenset({"sports"}))))
    assert "Nothing new in Markets. The sources of Sports could not be read." in text


def test_newsletters_without_news_are_named_below(brief, briefing):
    """A newsletter with nothing new is not passed over in silence."""
    text = words(render(briefing((Item(brief("b1"), ("denver",)),), slugs=("denver", "markets", "sports"))))
    assert "Nothing new in Markets or Sports." in text


def big(brief, point, name, newsletters, sentence="Word after word fills this line of news. "):
    points = tuple(point(sentence * 6, f"Point {at}") for at in range(5))
    return Item(
        brief(
            name,
            headline=f"Headline {name}",
            lede=sentence * 4,
            why=sentence * 3,
            points=points,
            outlets=OUTLETS,
        ),
        newsletters,
    )


@pytest.mark.parametrize("minutes", [1, 3, 6])
def test_twelve_newsletters_each_keep_their_top_story(minutes, brief, point, briefing):
    """Room is shared in steps until every newsletter is in, whatever the length."""
    slugs = tuple(f"n{at}" for at in range(12))
    items = tuple(big(brief, point, f"b{at}", (slugs[at % 12],)) for at in range(36))
    drawn = render(briefing(items, slugs=slugs, length=minutes))
    assert {f"b{at}" for at in range(12)} <= set(drawn.shown)
    assert len(drawn.parts) <= (2 if minutes == 6 else 1)
    assert set(drawn.shown) | set(drawn.left_out) == {f"b{at}" for at in range(36)}
    assert f"{36 - len(drawn.shown)} smaller stories are under More." in words(drawn)


def test_the_top_story_is_told_in_full_before_others(brief, point, briefing):
    """With twelve newsletters in one message the first story keeps its quotation, the last does not."""
    slugs = tuple(f"n{at}" for at in range(12))
    items = tuple(big(brief, point, f"b{at}", (slugs[at],)) for at in range(12))
    text = markup(render(briefing(items, slugs=slugs)))
    first, rest = text.split("<b>2. ", 1)
    assert "<blockquote" in first
    assert "<blockquote" not in rest


def test_a_length_of_one_minute_holds_fewer_words(brief, point, briefing):
    """One minute is at most 230 words, three are more, six are two messages."""
    items = tuple(big(brief, point, f"b{at}", ("denver",)) for at in range(20))
    short, middle, long = (render(briefing(items, length=minutes)) for minutes in (1, 3, 6))
    assert size(short.parts[0].text).words <= 230 + 30
    assert len(short.shown) < len(middle.shown) < len(long.shown)
    assert [len(one.parts) for one in (short, middle, long)] == [1, 1, 2]


def test_two_messages_are_split_between_stories_and_number_on(brief, point, briefing):
    """The second message begins with a story's headline and the next number; the footer stands once, at the end."""
    items = tuple(big(brief, point, f"b{at}", ("denver",)) for at in range(20))
    first, second = (html(part.text) for part in render(briefing(items, length=6)).parts)
    numbers = [line.split(". ")[0] for line in (first + "\n" + second).split("<b>")[2:] if line[0].isdigit()]
    assert numbers == [str(at) for at in range(1, len(numbers) + 1)]
    assert second.startswith("<b>")
    assert second[3].isdigit()
    assert "Times are yours" not in first
    assert second.count("Times are yours") == 1


def test_markup_in_news_stays_text(brief, briefing, telegram_parser):
    """A headline that looks like HTML is shown as it was written."""
    drawn = render(briefing((Item(brief("b1", headline='<b>Bold</b> & <script> "x" &lt;'), ("denver",)),)))
    assert '1. <b>Bold</b> & <script> "x" &lt;' in telegram_parser(markup(drawn))["text"]


def test_addresses_that_open_nothing_are_plain_words(brief, briefing):
    """Only http and https addresses become links."""
    bad = ("javascript:alert(1)", "https://", "http://[", "https://a.example/\x00", "https://a.example/" + "x" * 2000)
    for url in bad:
        drawn = render(briefing((Item(brief("b1", outlets=(Outlet("Post", url, "a1"),)), ("denver",)),)))
        assert "<a " not in markup(drawn)
        assert "\nPost\n" in markup(drawn)


def test_a_publisher_is_named_once(brief, briefing):
    """Two articles of one publisher are one outlet; two publishers are joined by a word."""
    outlets = (OUTLETS[0], Outlet("Front Range Post", "https://news.example/9", "a9"), OUTLETS[1])
    text = words(render(briefing((Item(brief("b1", outlets=outlets), ("denver",)),))))
    assert "Front Range Post (https://news.example/1) and Mile High Radio (" in text
    assert "more" not in text.split("Radio")[1].split("\n")[0]


def test_a_reader_of_very_many_newsletters_still_gets_a_briefing(brief, briefing):
    """The list of names above is cut before it takes the room of the news."""
    slugs = tuple(f"newsletter-with-a-rather-long-name-{at}" for at in range(200))
    drawn = render(briefing((Item(brief("b1"), (slugs[0],)),), slugs=slugs))
    assert drawn.shown == ("b1",)
    assert "and 189 more: 1 story" in words(drawn)
    assert length(drawn.parts[0].text) <= 4096


def test_a_footer_that_no_longer_fits_takes_its_story_back(brief, briefing):
    """The last story is chosen only if what stands below it fits as well."""
    for width in range(3600, 4100, 20):
        items = tuple(
            Item(brief(f"b{at}", headline="H" * 240, lede="x " * (width // 16), why=None, outlets=()), ("denver",))
            for at in range(8)
        )
        (part,) = render(briefing(items)).parts
        assert length(part.text) <= 4096
        assert plain(part.text).endswith("Times are yours (Denver).")


any_text = st.text(alphabet=st.characters(codec=None), max_size=300)
labels = st.one_of(st.none(), any_text)


def _points(text):
    return st.builds(Point, text=text, spans=st.just(()), article=st.just("a1"), label=labels, move=st.none())


briefs = st.builds(
    Brief,
    id=st.uuids().map(str),
    story=st.just("s"),
    headline=any_text,
    lede=_points(any_text),
    why=st.one_of(st.none(), _points(any_text)),
    points=st.lists(_points(any_text), max_size=4).map(tuple),
    outlets=st.lists(
        st.builds(
            Outlet,
            publisher=any_text,
            url=st.one_of(any_text, st.just("https://a.example/x?a=1&b=2")),
            article=st.just("a"),
        ),
        max_size=3,
    ).map(tuple),
    articles=st.just(("a1",)),
    newest=st.just(None),
    writer=st.just("extract"),
)
items = st.lists(
    st.builds(
        Item,
        brief=briefs,
        newsletters=st.sampled_from([("denver",), ("markets",), ("denver", "markets")]),
        update=st.one_of(st.none(), _points(any_text)),
        told_on=st.just(date(2026, 11, 24) - timedelta(days=1)),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(items=items, minutes=st.sampled_from([1, 3, 6]))
def test_any_news_renders_within_telegrams_limits_and_parses(items, minutes, briefing, telegram_parser):
    """Whatever Unicode a feed sends, each message passes Telegram's parser and its limits, with no formatting lost."""
    drawn = render(briefing(tuple(items), slugs=("denver", "markets"), length=minutes))
    assert 1 <= len(drawn.parts) <= (2 if minutes == 6 else 1)
    for part in drawn.parts:
        sent = html(part.text)
        parsed = telegram_parser(sent)
        assert len(sent.encode()) <= 32_768
        assert len(parsed["text"]) == length(part.text) <= 4096
        assert parsed["text"] == plain_words(part.text)
        assert size(part.text).entities <= 90
        assert len(parsed["entities"]) <= 90
