from datetime import UTC, datetime

import pytest

from briefings.filters.submitted import read

GOOD = {"id": "1", "title": "T", "url": None, "publisher": None, "published": None, "paragraphs": ["A."]}


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("2026-11-23T06:30:00Z", datetime(2026, 11, 23, 6, 30, tzinfo=UTC)),
        ("2026-11-23T06:30:00-07:00", datetime(2026, 11, 23, 13, 30, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        (None, None),
    ],
)
def test_times_become_aware_and_utc(given, moment):
    """A date means its midnight in UTC."""
    assert read(GOOD | {"published": given}).published == moment


def test_what_may_be_absent_may_be_absent():
    """Only the id and the paragraphs are needed; a whole number is an id too."""
    article = read({"id": 7, "paragraphs": []})
    assert (article.id, article.title, article.url, article.paragraphs) == (7, "", None, ())


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"id": None}, '"id" must be a text or a whole number, not null or absent'),
        ({"id": True}, '"id" must be a text or a whole number, not true or false'),
        ({"id": ""}, '"id" must be'),
        ({"title": 3}, '"title" must be a text, not a number'),
        ({"url": {}}, '"url" must be a text, not an object'),
        ({"published": 1.5}, '"published" must be a text, not a number'),
        ({"published": "soon"}, '"published" must be a time like'),
        ({"published": "0001-01-01T00:00:00+14:00"}, '"published" must be a time like'),
        ({"paragraphs": None}, '"paragraphs" must be a list of texts, not null or absent'),
        ({"paragraphs": "A."}, '"paragraphs" must be a list of texts, not "A."'),
        ({"paragraphs": ["A.", []]}, '"paragraphs" must hold texts, but number 1 is a list'),
    ],
)
def test_a_wrong_field_is_named_in_one_sentence(wrong, named):
    """The sentence says what is wrong, what was found and what is wanted."""
    with pytest.raises(ValueError, match="must") as caught:
        read(GOOD | wrong)
    assert named in str(caught.value)
