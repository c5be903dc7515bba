"""The article of a page: its paragraphs, without what stands around them."""

from datetime import UTC, datetime

from lxml import etree, html

from briefings.feeds.fulltext import _with_lost_boxes, extract

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SENTENCES = [
    "The City Council put off until January a vote on bus lanes that would run the length of the avenue.",
    "A grant that pays half of the work lapses on the first day of February, the city's treasurer told members.",
    "Shop owners who sued in May want the lanes to end at the old market, four streets short of the plan.",
    "Some thirty thousand people ride the line on an ordinary day, which makes it the busiest in the state.",
    "The next hearing is set for the ninth of December, when the engineers are to bring new drawings along.",
    "Members said that they would rather be late than wrong, and that the neighbours deserved to be heard first.",
]


def page(*blocks: str, head: str = "") -> str:
    body = "".join(blocks)
    return f"<html><head><title>Bus lanes</title>{head}</head><body><article>{body}</article></body></html>"


def ps(*texts: str, cls: str = "") -> str:
    return "".join(f"<p class='{cls}'>{text}</p>" for text in texts)


def test_the_paragraphs_and_the_facts_of_an_article_are_found() -> None:
    """With its lists, and without navigation, captions and sign-up lines."""
    whole = page(
        "<h1>Bus lanes wait</h1>",
        ps(*SENTENCES[:3]),
        "<ul><li>Eleven miles of lanes</li><li>Eighteen stops rebuilt</li></ul>",
        "<figure><img src='a.jpg'><figcaption>A bus in the rain</figcaption></figure>",
        ps("Sign up for our newsletter today.", *SENTENCES[3:]),
        head="<meta property='og:title' content='Bus lanes wait'>"
        "<meta property='article:published_time' content='2026-11-24T07:00:00Z'>",
    )
    found = extract(whole, "https://news.example/1", now=NOW)
    assert found is not None
    assert (found.title, found.published) == ("Bus lanes wait", datetime(2026, 11, 24, 7, tzinfo=UTC))
    assert found.paragraphs == (
        *SENTENCES[:3],
        "- Eleven miles of lanes",
        "- Eighteen stops rebuilt",
        *SENTENCES[3:],
    )


def test_a_body_cut_into_boxes_is_put_together_again() -> None:
    """In the page's order."""
    box = (
        "<div class='shell'><div class='body'>{}</div></div><aside class='ad'>Buy now and save more than ever.</aside>"
    )
    boxes = (
        f"<html><body><main>{''.join(box.format(ps(*SENTENCES[at : at + 2])) for at in (0, 2, 4))}</main></body></html>"
    )
    found = extract(boxes, None, now=NOW)
    assert found is not None
    assert [text for text in found.paragraphs if text in SENTENCES] == SENTENCES


def test_cards_that_pop_up_over_a_name_do_not_land_in_a_sentence() -> None:
    """The sentence reads as it is printed."""
    card = "Dana Ruiz<span class='rollover-card'>Council president since the spring of last year</span> said so."
    found = extract(page(ps(*SENTENCES, card)), None, now=NOW)
    assert found is not None
    assert found.paragraphs[-1] == "Dana Ruiz said so."


def test_the_name_under_a_card_stays() -> None:
    """Where the name and its card stand in a box of the card's kind, only the card goes, and no text comes twice."""
    name = "<span class='rollover-people'><a>Dana Ruiz</a><span class='rollover-block'>Her other stories</span></span>"
    found = extract(page(ps(f"Members heard {name} speak against it for an hour.", *SENTENCES)), None, now=NOW)
    assert found is not None
    assert found.paragraphs == ("Members heard Dana Ruiz speak against it for an hour.", *SENTENCES)


def test_lists_of_nothing_but_links_go() -> None:
    """They point to other articles; a list with words of its own stays."""
    links = (
        "<ul><li><a href='/1'>How trams came back to the valley</a></li><li><a href='/2'>Lanes in maps</a> </li></ul>"
    )
    own = "<ul><li>Eleven miles of <a href='/3'>lanes</a></li><li>Eighteen stops</li></ul>"
    found = extract(page(ps(*SENTENCES[:3]), links, own, ps(*SENTENCES[3:])), None, now=NOW)
    assert found is not None
    assert found.paragraphs == (*SENTENCES[:3], "- Eleven miles of lanes", "- Eighteen stops", *SENTENCES[3:])


def test_the_headline_is_not_the_first_paragraph() -> None:
    """Also where the page's own title is worded otherwise."""
    head = "<meta property='og:title' content='Denver waits'>"
    found = extract(page("<h1>Bus lanes wait again in Denver</h1>", ps(*SENTENCES), head=head), None, now=NOW)
    assert found is not None
    assert (found.title, found.paragraphs[0]) == ("Denver waits", SENTENCES[0])


def test_a_preview_behind_a_pay_wall_is_not_whole() -> None:
    """The page says so in a line or in its metadata; a long text is whole all the same."""
    wall = "Subscribe to continue reading."
    locked = """<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": "False"}</script>"""
    for found in (
        extract(page(ps(*SENTENCES[:4], wall)), None, now=NOW),
        extract(page(ps(*SENTENCES[:4]), head=locked), None, now=NOW),
    ):
        assert found is not None
        assert (found.paragraphs, found.whole) == (tuple(SENTENCES[:4]), False)
    long = [f"{sentence} So said member {number}." for number, sentence in enumerate(SENTENCES * 3)]
    found = extract(page(ps(*long, wall), head=locked), None, now=NOW)
    assert found is not None
    assert (len(found.paragraphs), found.whole) == (18, True)


def test_a_page_that_only_asks_for_consent_is_none() -> None:
    """Its text would stand as the article's."""
    wall = (
        "We value your privacy. We and our partners store cookies on your device to improve your experience here.",
        "You can accept them or manage your choices, also where legitimate interest is claimed, at any time you like.",
        "Our partners process personal data for the purposes that are listed below, and you may object to any of them.",
    )
    assert extract(page(ps(*wall)), None, now=NOW) is None


def test_where_little_is_found_the_pages_own_text_stands_in() -> None:
    """Its JSON-LD body."""
    body = " ".join(SENTENCES)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    found = extract(f"<html><head>{head}</head><body><p>Please log in to read on.</p></body></html>", None, now=NOW)
    assert found is not None
    assert found.paragraphs == (body,)


def test_where_the_page_says_nothing_its_largest_group_of_paragraphs_stands_in() -> None:
    """Here the text is in the comments' dress, which extraction passes over."""
    aside = f"<div class='comments'>{ps(*SENTENCES)}</div><div class='comments'>{ps('One line.', '')}</div>"
    found = extract(f"<html><body><p>Please log in to read on.</p>{aside}</body></html>", None, now=NOW)
    assert found is not None
    assert found.paragraphs == tuple(SENTENCES)


def own_paragraphs(*texts: str) -> list[tuple[etree._Element, str]]:
    """As many paragraphs of one look, in a page's order."""
    return [(element, str(element.text)) for element in html.fromstring(f"<div>{ps(*texts)}</div>").iter("p")]


def test_a_lost_box_is_put_back_where_it_stood() -> None:
    """Before, between and after what was found."""
    own = own_paragraphs(*SENTENCES)
    assert _with_lost_boxes([SENTENCES[1], SENTENCES[4]], own) == tuple(SENTENCES)
    assert _with_lost_boxes(SENTENCES[:3], own) == tuple(SENTENCES)


def test_a_notice_in_the_articles_dress_is_not_added() -> None:
    """One paragraph is no lost box, and what looks otherwise is none either."""
    found = tuple(SENTENCES[:5])
    assert _with_lost_boxes(found, own_paragraphs(*SENTENCES)) == found
    other = [(element, text) for element, text in own_paragraphs(*SENTENCES[3:])]
    for element, _ in other:
        element.set("class", "comment")
    assert _with_lost_boxes(SENTENCES[:3], [*own_paragraphs(*SENTENCES[:3]), *other]) == tuple(SENTENCES[:3])
    assert _with_lost_boxes(found, []) == found


def test_a_page_without_an_article_is_none() -> None:
    """Empty, broken or only navigation."""
    assert extract("", None) is None
    assert extract("<html></html>", None) is None
    assert extract("<html><body><nav><a href='/'>Home</a></nav></body></html>", None) is None
