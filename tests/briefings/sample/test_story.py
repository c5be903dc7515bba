"""The one story that stands in before there is an edition."""

from briefings.model import Move
from briefings.sample.story import sample_article, sample_brief


def test_every_line_of_the_sample_brief_stands_in_its_article() -> None:
    """Spans cut exactly the words that are shown."""
    brief, article = sample_brief(), sample_article()
    assert brief.why is not None
    for point in (brief.lede, brief.why, *brief.points):
        cut = [article.paragraphs[span.paragraph][span.start : span.end] for span in point.spans]
        assert " ".join(cut) == point.text
        assert point.article == article.id
    assert brief.articles == (article.id,)


def test_the_sample_brief_is_whole_and_always_the_same() -> None:
    """A headline, a lede, why it matters, several other points; the same id each time."""
    brief = sample_brief()
    assert brief == sample_brief()
    assert brief.headline
    assert brief.lede.label is None
    assert brief.why is not None
    assert brief.why.move is Move.WHY_IT_MATTERS
    assert len(brief.points) >= 3
    assert brief.writer == "sample"


def test_its_link_leads_to_no_real_site() -> None:
    """The name is one that is reserved for examples (RFC 2606)."""
    assert all(outlet.url.startswith("https://news.example/") for outlet in sample_brief().outlets)
