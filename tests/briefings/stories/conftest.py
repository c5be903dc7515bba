"""Invented articles for the tests of stories."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from briefings.model import Article

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def now():
    """The noon from which articles count their age."""
    return NOON


@pytest.fixture
def article() -> Callable[..., Article]:
    """Makes an article; what a test does not name is ordinary."""

    def make(name: str, title: str = "A title", *paragraphs: str, age: float = 0.0, **more: object) -> Article:
        moment = NOON - timedelta(hours=age)
        fields = {
            "id": name,
            "url": f"https://{name}.example/story",
            "feed": f"https://{name}.example/feed",
            "publisher": f"Paper {name}",
            "title": title,
            "published": moment,
            "first_seen": moment,
            "paragraphs": paragraphs,
        }
        return Article(**(fields | more))

    return make
