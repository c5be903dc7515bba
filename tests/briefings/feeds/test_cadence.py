"""A feed's own wish for how often it is read is found where it stands, and nowhere else."""

import pytest

from briefings.feeds.cadence import wished_interval

HOUR = 3600


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("", 0),
        ("<ttl>60</ttl>", HOUR),
        ("<ttl> 15 </ttl>", 900),
        ("<ttl>soon</ttl>", 0),
        ("<sy:updatePeriod>\n hourly \n</sy:updatePeriod>", HOUR),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 900),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 24 * HOUR),
        ("<sy:updateFrequency>4</sy:updateFrequency>", 0),
        ("<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", HOUR),
    ],
)
def test_the_longer_wish_counts(head: str, seconds: float) -> None:
    """In seconds; what is no wish is none."""
    assert wished_interval(f"<rss><channel>{head}<item><ttl>999</ttl></item></channel></rss>".encode()) == seconds


def test_what_an_article_says_is_no_wish() -> None:
    """Nor what stands far down in a long document."""
    assert wished_interval(b"<feed><entry>&lt;x><ttl>60</ttl></entry></feed>") == 0
    assert wished_interval(b"<rss>" + b" " * 20_000 + b"<ttl>60</ttl>") == 0
