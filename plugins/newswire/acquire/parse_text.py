"""Plain text: the body is the file. Such a file has no identity of its own, so its words give it one."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime

from newswire.acquire.charset import decode
from newswire.acquire.takes import as_take, find_take
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat

SLUG = re.compile(r"[^\W\d_][^\s,]*[-/][^\s,]*")
SLUG_CHARS = 100


def parse_text(data: bytes, timezone: str = "UTC", received_at: datetime | None = None) -> list[ParsedItem]:
    """Return the one item of a text file. Raises RejectedError(EMPTY_BODY).

    A first line that is a wire's slug ("QUAY-SHUT 2") makes it a take of a long story; ``received_at`` gives its day.
    """
    text, notes = decode(data)
    body = text.replace("\r\n", "\n").strip()
    if not body:
        raise RejectedError(Reason.EMPTY_BODY, "the file has no text")
    digest = hashlib.sha256(" ".join(body.split()).encode("utf-8", "replace")).hexdigest()
    item = ParsedItem(source_format=SourceFormat.TEXT, guid=f"text:{digest[:24]}", version=1, body=body, notes=notes)
    first, _, rest = body.partition("\n")
    is_slug = len(first) <= SLUG_CHARS and SLUG.fullmatch(find_take(first, [], "").slug)
    if not is_slug or not rest.strip():
        return [item]
    slugged = replace(item, slugline=first.strip(), body=rest.strip())
    return [as_take(slugged, wire="text", keys=(), at=received_at, timezone=timezone)]
