"""One clear sentence for each way in which a fetch can fail. Pure."""

import errno
import socket
import ssl
from http import HTTPStatus

import aiohttp

from briefings.feeds.answers import FetchFailed

_OTHERWISE = "Its address cannot be asked for."
# The first kind that fits decides, so the narrow ones stand first.
_SENTENCES: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ClientConnectorCertificateError, "The server's certificate is not valid."),
    (ssl.SSLCertVerificationError, "The server's certificate is not valid."),
    (aiohttp.ClientSSLError, "No secure connection could be made."),
    (ssl.SSLError, "No secure connection could be made."),
    (aiohttp.ClientConnectorError, "The server could not be reached."),
    (aiohttp.ClientResponseError, "The server's answer is not HTTP."),
    (aiohttp.ClientPayloadError, "The server's answer ended early."),
    (aiohttp.ClientError, "The server closed the connection before it answered."),
    (OSError, "The server closed the connection before it answered."),
)
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def of_connection(error: BaseException) -> FetchFailed:
    """What went wrong between us and the server."""
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(error, aiohttp.InvalidURL):
        return FetchFailed("Its address is not a valid URL.", permanent=True)
    if isinstance(cause, OSError) and cause.errno == errno.EACCES:
        return FetchFailed(_guards_sentence(cause))
    return FetchFailed(_sentence(error, cause))


def of_status(status: int, retry_after: int | None) -> FetchFailed:
    """What a status other than 200, 304 and a redirect means for us."""
    try:
        phrase = f" ({HTTPStatus(status).phrase})"
    except ValueError:
        phrase = ""
    gone = status == HTTPStatus.GONE
    sentence = "It is gone for good (410)." if gone else f"The server answered {status}{phrase}."
    return FetchFailed(sentence, permanent=gone, retry_after=retry_after, status=status)


def _sentence(error: BaseException, cause: BaseException) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return _about_the_name(cause)
    if isinstance(cause, ConnectionRefusedError):
        return "The server refused the connection."
    return next((sentence for kind, sentence in _SENTENCES if isinstance(error, kind)), _OTHERWISE)


def _about_the_name(cause: BaseException) -> str:
    unknown = isinstance(cause, OSError) and cause.errno in _NO_SUCH_NAME
    return "Its host name does not exist." if unknown else "Its host name could not be looked up."


def _guards_sentence(cause: OSError) -> str:
    # With several addresses the connector joins the sentences; the first tells enough.
    text = (cause.strerror or "").removeprefix("Multiple exceptions: ")
    start = text.find("] ") + 2 if text.startswith("[Errno") else 0
    first, _, _ = text[start:].partition(".")
    return f"{first}." if first else "The address may not be connected to."
