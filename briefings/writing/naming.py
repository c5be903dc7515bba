"""Names made of content: equal content has an equal id, on any machine. Pure."""

import hashlib
import json
from typing import Any

LENGTH = 16


def content_id(prefix: str, content: Any) -> str:
    """Return `prefix` and a hash of `content`, which must be plain JSON values."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:LENGTH]}"
