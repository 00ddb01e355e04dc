"""Plain text: the body is the file. Such a file has no identity of its own, so its words give it one."""

import hashlib

from newswire.acquire.charset import decode
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat


def parse_text(data: bytes) -> list[ParsedItem]:
    """Return the one item of a text file. Raises RejectedError(EMPTY_BODY)."""
    text, notes = decode(data)
    body = text.replace("\r\n", "\n").strip()
    if not body:
        raise RejectedError(Reason.EMPTY_BODY, "the file has no text")
    digest = hashlib.sha256(" ".join(body.split()).encode("utf-8", "replace")).hexdigest()
    return [ParsedItem(source_format=SourceFormat.TEXT, guid=f"text:{digest[:24]}", version=1, body=body, notes=notes)]
