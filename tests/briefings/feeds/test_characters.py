"""Feeds become UTF-8, whatever they were, said they were, and were served as."""

import pytest

from briefings.feeds.characters import as_utf8

WORDS = "Žižkov’s café – “naïve” façade"
FEED = f"<rss><title>{WORDS}</title></rss>"


def declared(encoding: str, text: str = FEED) -> str:
    return f"<?xml version='1.0' encoding='{encoding}'?>{text}"


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
)
@pytest.mark.parametrize("says", ["utf-8", "utf-16", "iso-8859-1"])
def test_unicode_is_read_however_wide(encoding: str, says: str) -> None:
    """With a byte order mark or without, whatever the document says of itself."""
    assert as_utf8(declared(says).encode(encoding), "text/xml; charset=iso-8859-1").decode() == declared(says)
    assert as_utf8(FEED.encode(encoding), None).decode() == FEED


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "café – “naïve”"),
        ("iso-8859-1", "café – “naïve”"),
        ("iso-8859-2", "Žižkov, Łódź"),
        ("windows-1251", "Новости дня"),
        ("koi8-r", "Новости дня"),
        ("shift_jis", "今日のニュース"),
        ("euc-jp", "今日のニュース"),
        ("iso-2022-jp", "今日のニュース"),
        ("gb2312", "今天的新闻"),
        ("big5", "今天的新聞"),
        ("euc-kr", "오늘의 뉴스"),
    ],
)
def test_a_feed_is_read_as_it_says_or_as_its_header_says(encoding: str, text: str) -> None:
    """The header speaks where the document does not."""
    written = "cp1252" if encoding == "iso-8859-1" else encoding
    assert as_utf8(declared(encoding, text).encode(written), None).decode() == declared(encoding, text)
    assert as_utf8(text.encode(written), f"text/xml; charset={encoding}").decode() == text


@pytest.mark.parametrize(
    "says", ["iso-8859-1", "windows-1252", "us-ascii", "gb2312", "klingon", "utf-16", "utf-7", "idna"]
)
def test_utf8_is_known_whatever_is_said(says: str) -> None:
    """Servers add a character set to what they do not know."""
    assert as_utf8(FEED.encode(), f"application/rss+xml; charset={says}").decode() == FEED
    assert as_utf8(declared(says).encode(), None).decode() == declared(says)


def test_one_broken_byte_spoils_one_character() -> None:
    """A text cut within a character is common; the other words must stay."""
    body = (FEED * 2).encode().replace("é".encode(), b"\xc3", 1)
    assert as_utf8(body, None).decode() == (FEED * 2).replace("é", "\ufffd", 1)
    assert as_utf8(FEED.encode() + "é".encode()[:1], None).decode() == FEED + "\ufffd"
    japanese = declared("shift_jis", "今日の\x80ニュース。").encode("shift_jis", "replace") + b"\x81"
    assert "ニュース" in as_utf8(japanese, None).decode()


def test_latin_letters_that_claim_to_be_something_else_are_read() -> None:
    """As Windows writes them; what Windows does not know is marked."""
    assert (
        as_utf8(declared("utf-8", "café – naïve").encode("cp1252"), "text/xml; charset=utf-8")
        .decode()
        .endswith("café – naïve")
    )
    assert as_utf8(b"caf\xe9 \x81", None).decode() == "café \ufffd"
    assert as_utf8(declared("punycode", "café").encode("cp1252"), None).decode().endswith("café")


def test_ascii_is_left_alone() -> None:
    """Also where a name means no character set."""
    for says in ("utf-8", "base64", "rot13", "undefined", "unicode_escape", "utf-16", "cp037", "x" * 80):
        body = declared(says, "Plain \\u0041 words").encode()
        assert as_utf8(body, f"text/xml; charset={says}") == body
    assert as_utf8(b"", None) == b""
