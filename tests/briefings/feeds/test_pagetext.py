"""A page's bytes become characters, whatever it claims about them."""

import codecs

import pytest

from briefings.feeds.pagetext import decoded


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Café — ž".encode(), None),
        (codecs.BOM_UTF8 + "Café — ž".encode(), "text/html; charset=iso-8859-1"),
        (codecs.BOM_UTF16_LE + "Café — ž".encode("utf-16-le"), None),
        ("Café — ž".encode("cp1250"), "text/html; charset=windows-1250"),
        ("Café — ž".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("Café — ž".encode("cp1252"), "text/html"),
        ("Café — ž".encode(), "text/html; charset=klingon"),
        ("Café — ž".encode("cp1252"), "text/html; charset=utf-8"),
    ],
)
def test_the_text_is_read_right(body: bytes, content_type: str | None) -> None:
    """By its mark, the header, and where these are wrong by what fits."""
    assert decoded(body, content_type) == "Café — ž"


def test_the_page_may_name_its_own_character_set() -> None:
    """In either form of the meta element."""
    for meta in ('<meta charset="windows-1251">', '<meta http-equiv="x" content="text/html; charset=windows-1251">'):
        assert decoded((meta + "Москва").encode("cp1251"), "text/html").endswith("Москва")


def test_anything_can_be_read() -> None:
    """If need be with marks for what has no meaning."""
    assert decoded(bytes(range(256)), None).startswith("\x00")
