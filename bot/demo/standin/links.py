"""Which addresses Telegram takes for a link, and how it writes them. Pure.

A re-implementation of the rules of TDLib (`LinkManager`, `HttpUrl`): a host without a dot, a foreign scheme or a
malformed port is no link.
"""

import ipaddress
import re

WITH_SCHEME = re.compile(r"([^:/?#@\[\]]*)://(.*)", re.DOTALL)
OWN_SCHEME = re.compile(r"(tg|ton|tonsite):(?://)?(.*)", re.DOTALL | re.IGNORECASE)
HOST = re.compile(r"(?:[a-z0-9.\-_!$,~*'();&+=\u0080-\U0010ffff]|%[a-f0-9]{2})+")
USER_LINK = re.compile(r"tg:(?://)?user/?\?([^#]*)", re.IGNORECASE | re.DOTALL)
WHITE = " \t\r\n\0\v"
HIGHEST_PORT = 65535
HIGHEST_USER = (1 << 40) - 1
LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


def checked_link(url: str) -> str:
    """The address as Telegram writes it, or an empty string for what it takes for no link."""
    own = OWN_SCHEME.fullmatch(url)
    return _own_link(own[1].translate(LOWER), own[2]) if own else _web_link(url)


def link_user(url: str) -> int | None:
    """The user that `tg://user?id=N` mentions."""
    found = USER_LINK.match(url)
    if not found:
        return None
    pairs = [parameter.partition("=") for parameter in found[1].split("&")]
    first = next((value for name, _, value in pairs if name.lower() == "id"), "")
    number = int(first) if re.fullmatch(r"-?[0-9]{1,18}", first) else 0
    return number if 0 < number <= HIGHEST_USER else None


def _web_link(url: str) -> str:
    schemed = WITH_SCHEME.fullmatch(url)
    scheme = schemed[1].translate(LOWER) if schemed else "http"
    if scheme not in ("http", "https"):
        return ""
    parts = _parts(schemed[2] if schemed else url)
    if parts is None:
        return ""
    user, host, port, query = parts
    if "." not in host and not host.startswith("["):
        return ""
    return f"{scheme}://{user + '@' if user else ''}{host}{f':{port}' if port else ''}{query}"


def _own_link(scheme: str, rest: str) -> str:
    """tg:, ton: and tonsite: have a plain name for a host."""
    schemed = WITH_SCHEME.fullmatch(rest)
    if schemed:
        return ""
    parts = _parts(rest)
    if parts is None:
        return ""
    user, host, port, query = parts
    allowed = r"[a-z0-9\-_.]+" if scheme == "tonsite" else r"[a-z0-9\-_]+"
    if user or port or not re.fullmatch(allowed, host):
        return ""
    return f"{scheme}://{host}{query[1:] if query.startswith('/?') else query}"


def _parts(rest: str) -> tuple[str, str, int, str] | None:
    """User, host, port (0: none) and the rest from its slash; None when they are not right."""
    place = re.search(r"[/?#]", rest)
    authority, query = (rest[: place.start()], rest[place.start() :]) if place else (rest, "")
    head, port = _port(authority)
    user, _, host = head.rpartition("@")
    host = host.translate(LOWER)
    if port is None or not _host_is_right(host):
        return None
    return user, host, port, _query(query)


def _port(authority: str) -> tuple[str, int | None]:
    """What stands before the port, and the port: 0 when there is none, None when it is wrong."""
    last = max(authority.rfind(mark, 1) for mark in ":]@")
    if last < 1 or authority[last] != ":":
        return authority, 0
    digits = authority[last + 1 :]
    right = re.fullmatch(r"[0-9]+", digits) and 0 < int(digits) <= HIGHEST_PORT
    return authority[:last], int(digits) if right else None


def _host_is_right(host: str) -> bool:
    if host.startswith("[") and host.endswith("]"):
        try:
            return ipaddress.IPv6Address(host[1:-1]).scope_id is None
        except ValueError:
            return False
    return host != "." and HOST.fullmatch(host) is not None


def _query(query: str) -> str:
    """Path, query and fragment from a slash on, with blanks escaped."""
    query = query.rstrip(WHITE) or "/"
    slashed = query if query.startswith("/") else f"/{query}"
    return "".join(f"%{ord(sign):02X}" if sign <= " " else sign for sign in slashed)
