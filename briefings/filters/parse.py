"""The filter `parse`: a feed file in, all its entries out."""

from pathlib import Path
from typing import Any

from briefings.feeds.fetch import LARGEST_BODY
from briefings.feeds.parse import parse
from briefings.feeds.readings import ParseFailed
from briefings.filters.extract import rfc3339
from briefings.model import Entry


def answer(path: Path) -> dict[str, Any]:
    """The feed in the file at `path` as `{"file", "error", "format", "title", "entries"}`, `error` being null.

    A file that cannot be read, or that is no feed, gives `{"file", "error"}`.
    """
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST_BODY + 1)
    except OSError as error:
        return {"file": str(path), "error": f"The file cannot be read: {error.strerror}."}
    if len(body) > LARGEST_BODY:
        return {"file": str(path), "error": f"The file is larger than {LARGEST_BODY / 2**20:g} MiB."}
    feed = parse(body, None)
    if isinstance(feed, ParseFailed):
        return {"file": str(path), "error": feed.reason}
    entries = [_shown(entry) for entry in feed.entries]
    return {"file": str(path), "error": None, "format": feed.format, "title": feed.title, "entries": entries}


def _shown(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "link": entry.link,
        "published": rfc3339(entry.published),
        "author": entry.author,
        "text": entry.text,
        "complete": entry.complete,
    }
