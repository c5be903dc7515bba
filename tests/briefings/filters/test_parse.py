"""The filter `parse` answers each file with its entries or with a sentence."""

from pathlib import Path

from briefings.filters.parse import answer

FEED = """<rss version="2.0"><channel><title>Post</title><item><guid isPermaLink="false">1</guid><title>A</title>
<link>https://news.example/1</link><pubDate>Tue, 24 Nov 2026 07:00:00 -0700</pubDate></item>
<item><title>B</title></item></channel></rss>"""


def test_a_feed_file_gives_all_its_entries(tmp_path: Path) -> None:
    """Times are RFC 3339 in UTC or null."""
    file = tmp_path / "feed.xml"
    file.write_text(FEED, encoding="utf-8")
    found = answer(file)
    assert (found["file"], found["error"], found["format"], found["title"]) == (str(file), None, "rss", "Post")
    first, second = found["entries"]
    assert first == {
        "id": "1",
        "title": "A",
        "link": "https://news.example/1",
        "published": first["published"],
        "author": None,
        "text": "",
        "complete": False,
    }
    assert (second["title"], second["link"], second["published"]) == ("B", None, None)


def test_the_poller_s_limit_does_not_hold_here(tmp_path: Path) -> None:
    """All entries, however many."""
    file = tmp_path / "long.xml"
    file.write_text(f"<rss><channel>{'<item><title>a</title></item>' * 300}</channel></rss>", encoding="utf-8")
    assert len(answer(file)["entries"]) == 300


def test_what_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    """No feed, no file, a folder, too much."""
    page = tmp_path / "page.html"
    page.write_text("<html></html>", encoding="utf-8")
    large = tmp_path / "large.xml"
    large.write_bytes(b" " * (10 * 2**20 + 1))
    missing = tmp_path / "missing.xml"
    assert answer(page) == {"file": str(page), "error": "This is a web page, not a feed."}
    assert answer(missing) == {"file": str(missing), "error": "The file cannot be read: No such file or directory."}
    assert answer(tmp_path) == {"file": str(tmp_path), "error": "The file cannot be read: Is a directory."}
    assert answer(large) == {"file": str(large), "error": "The file is larger than 10 MiB."}
