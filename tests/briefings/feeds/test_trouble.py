"""Every way in which a connection fails has one sentence."""

import errno
import ssl

import aiohttp
import pytest
from yarl import URL

from briefings.feeds.answers import FetchFailed
from briefings.feeds.trouble import of_connection


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ssl.SSLCertVerificationError(), "The server's certificate is not valid."),
        (ssl.SSLError(), "No secure connection could be made."),
        (aiohttp.ServerDisconnectedError(), "The server closed the connection before it answered."),
        (ConnectionResetError(), "The server closed the connection before it answered."),
        (ConnectionRefusedError(), "The server refused the connection."),
        (aiohttp.ClientPayloadError(), "The server's answer ended early."),
        (ValueError(), "Its address cannot be asked for."),
    ],
)
def test_a_passing_trouble_is_tried_again(error: BaseException, reason: str) -> None:
    """None of these is for good."""
    assert of_connection(error) == FetchFailed(reason)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            OSError(errno.EACCES, "The address is not on the public internet."),
            "The address is not on the public internet.",
        ),
        (
            OSError(errno.EACCES, "Multiple exceptions: [Errno 13] Port 22 is not one of 80 and 443., [Errno 13] x."),
            "Port 22 is not one of 80 and 443.",
        ),
        (OSError(errno.EACCES, ""), "The address may not be connected to."),
    ],
)
def test_the_guards_sentence_is_passed_on(error: BaseException, reason: str) -> None:
    """The first where there are several. A name can lead elsewhere tomorrow, so this is not for good."""
    assert of_connection(error) == FetchFailed(reason)


def test_an_address_that_cannot_be_read_is_wrong_for_good() -> None:
    """No server has a part in it."""
    failed = FetchFailed("Its address is not a valid URL.", permanent=True)
    assert of_connection(aiohttp.InvalidURL(URL("http://a/"))) == failed
