"""Names made of content: equal content has an equal id, on any machine. Pure."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

from briefings.model import Brief

LENGTH = 16


def content_id(prefix: str, content: Any) -> str:
    """Return `prefix` and a hash of `content`, which must be plain JSON values."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:LENGTH]}"


def brief_id(brief: Brief) -> str:
    """Return the name of what a brief says; `articles` that add nothing to it do not rename it."""
    content = asdict(brief)
    del content["id"], content["articles"]
    return content_id("b", content | {"newest": brief.newest.isoformat()})
