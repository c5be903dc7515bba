"""What a fetch can come to. Expected failures are values here, never exceptions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Fetched:
    """A whole answer, decoded. `url` is where it came from in the end.

    `moved_to` is where permanent redirects led, or None; `max_age` is how many seconds a cache may keep it.
    """

    url: str
    body: bytes
    moved_to: str | None = None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since the `etag` or `last_modified` it was given."""

    moved_to: str | None = None
    max_age: int | None = None


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """No answer, or none of use; `reason` is one sentence without addresses or secrets.

    `permanent` says that trying again soon is pointless, which is never so where the trouble can pass: a name server
    that leads elsewhere for an hour, a redirect to somebody's log-in page. `retry_after` is the server's wish in
    seconds; `status` is the HTTP status where there was one.
    """

    reason: str
    permanent: bool = False
    retry_after: int | None = None
    status: int | None = None
