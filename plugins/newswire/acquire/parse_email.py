"""E-mail as small agencies and press offices send their wires: one message, one item (RFC 5322, RFC 2045)."""

import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from newswire.acquire.charset import decode
from newswire.acquire.markup import html_text, looks_like_html, plain_text, richest
from newswire.acquire.times import note_unread, parse_instant
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, SourceFormat

HEADER = re.compile(
    r"(?:From [^\r\n]{1,200}\r?\n)?((?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*+)+)"
)
NAME = re.compile(r"^([A-Za-z][A-Za-z0-9-]{0,60}):", re.M)
TRANSPORT = frozenset({"date", "message-id", "mime-version", "received", "return-path"})
MAX_PARTS = 200


def is_email(head: str) -> bool:
    """Return whether a text begins with the header of a message: from whom, what about, and how it travelled."""
    found = HEADER.match(head)
    names = {name.lower() for name in NAME.findall(found[1])} if found else set()
    return {"from", "subject"} <= names and bool(names & TRANSPORT)


def parse_email(data: bytes, timezone: str = "UTC") -> list[ParsedItem]:
    """Return the item of a message, known by its Message-ID, else by its words. Raises RejectedError."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        said = {name: _header(message, name) for name in ("message-id", "subject", "from", "date", "content-language")}
        body = richest(_renditions(message))
    except (MessageError, UnicodeError) as error:
        raise RejectedError(Reason.NOT_PARSABLE, f"e-mail: {error}") from error
    if not body:
        raise RejectedError(Reason.EMPTY_BODY, "a message without a text")
    name, address = parseaddr(said["from"] or "")
    sent_at = parse_instant(said["date"], timezone)
    digest = hashlib.sha256(" ".join(body.split()).encode("utf-8", "replace")).hexdigest()
    return [
        ParsedItem(
            source_format=SourceFormat.EMAIL,
            guid=said["message-id"] or f"email:{digest[:24]}",
            version=1,
            published_at=sent_at,
            updated_at=sent_at,
            language=said["content-language"],
            headline=said["subject"],
            byline=name or address or None,
            body=body,
            notes=note_unread("date", said["date"], sent_at),
        )
    ]


def _header(message: EmailMessage, name: str) -> str | None:
    value = message.get(name)
    return " ".join(str(value).split()) or None if value is not None else None


def _renditions(message: EmailMessage) -> Iterator[tuple[str, bool]]:
    """Yield the text of each part that is one, and whether it was markup; attachments are none."""
    for number, part in enumerate(message.walk()):
        if number > MAX_PARTS or part.get_content_maintype() != "text" or part.is_attachment():
            continue
        payload = part.get_payload(decode=True)
        text = decode(payload, part.get_content_charset())[0] if isinstance(payload, bytes) else ""
        is_markup = part.get_content_subtype() == "html" or looks_like_html(text)
        yield (html_text(text) if is_markup else plain_text(text)), is_markup
