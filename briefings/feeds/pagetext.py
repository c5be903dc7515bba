"""The characters of an HTML page from its bytes. Pure."""

import codecs
import re

from briefings.feeds.headers import charset

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# What browsers do: pages that say Latin-1 use the characters of Windows.
_READ_AS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


def decoded(body: bytes, content_type: str | None) -> str:
    """The page's text: by its byte order mark, the header, its own meta element, or as UTF-8, in this order.

    A character set that does not fit gives way to UTF-8 and that to Windows-1252, which reads anything.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    declared = _META.search(body, 0, 8192)
    in_page = declared[1].decode("ascii", "replace").lower() if declared else None
    for encoding in (charset(content_type), in_page, "utf-8"):
        text = _strictly(body, encoding)
        if text is not None:
            return text
    return body.decode("cp1252", "replace")


def _strictly(body: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        return body.decode(_READ_AS.get(name, name))
    except (UnicodeDecodeError, LookupError):
        return None
