"""Which address names an article, and which texts are the same text. Pure.

Publishers hang campaign tags, fragments and mobile hosts on one and the same article; all of them lead to one id.
"""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

FINGERPRINT_WORDS = 40
ID_LENGTH = 24

_DEFAULT_PORTS = {"http": 80, "https": 443}
_TAG_PREFIXES = ("utm_", "at_", "mc_", "ns_", "pk_", "mtm_", "hsa_", "guce_", "wt.")
_TAGS = frozenset(
    {"cmp", "cmpid", "icid", "ito", "ocid", "xtor", "smid", "smtyp", "sref", "ftag", "emc", "ftcamp", "srnd"}
    | {"fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "yclid", "_ga", "__twitter_impression"}
    | {"traffic_source", "feedtype", "feedname", "campaign_id", "guccounter", "__source"}
)
_AMP_QUERY = {("outputtype", "amp"), ("amp", "1"), ("amp", "true"), ("output", "amp")}
_MOBILE_HOST = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.[^.]+)")


def canonical_url(url: str) -> str:
    """The address without what does not change the page: campaign tags, fragment, default port, letter case.

    The order of the query is kept, and so is the scheme. Anything that is not a http(s) address comes back stripped.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        host, port = _host(parts), parts.port
    except ValueError:
        return url
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not host:
        return url
    address = host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    query = _without_tags(parts.query)
    # A "#!" fragment is a page's own address on sites that draw themselves in the browser.
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"{scheme}://{address}{_path(parts.path)}{'?' + query if query else ''}{fragment}"


def article_id(url: str) -> str:
    """A short hash that all spellings of an article's address share, also over http, https, `www.` and `m.`."""
    canonical = canonical_url(url)
    scheme, separator, rest = canonical.partition("://")
    if separator and scheme in _DEFAULT_PORTS:
        canonical = _MOBILE_HOST.sub("", rest.replace("/?", "?")).rstrip("/")
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]


def fingerprint(paragraphs: Sequence[str]) -> str:
    """A hash of the first 40 words, case and punctuation aside: equal for reprints; empty for a text without words."""
    words: list[str] = []
    for paragraph in paragraphs:
        words += re.findall(r"\w+", paragraph.casefold())
        if len(words) >= FINGERPRINT_WORDS:
            break
    first = " ".join(words[:FINGERPRINT_WORDS])
    return hashlib.sha256(first.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH] if first else ""


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _path(path: str) -> str:
    path = re.sub(r"%[0-9a-fA-F]{2}", lambda escape: escape[0].upper(), path)
    path = re.sub(r"(?<=[^/])/amp/?$", "", path)
    return path or "/"


def _without_tags(query: str) -> str:
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not _is_tag(*pair)]
    if len(kept) == len(parse_qsl(query, keep_blank_values=True)):
        return query
    return urlencode(kept, errors="replace")


def _is_tag(name: str, value: str) -> bool:
    name = name.lower()
    return name in _TAGS or name.startswith(_TAG_PREFIXES) or (name, value.lower()) in _AMP_QUERY
