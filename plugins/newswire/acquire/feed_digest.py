"""Whether a feed says the same as last time: many servers write the hour of its building into it, and no more."""

import hashlib
import re

HEAD_BYTES = 100_000  # a channel's own elements stand before its first entry; one that is longer is taken as it is

_FIRST_ENTRY = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>/]")
_BUILT = re.compile(
    rb"<(?P<tag>lastBuildDate|pubDate|updated|modified|dc:date|ttl|generator|sy:updateBase)(?:\s[^<>]{0,200})?>[^<]{0,200}</(?P=tag)\s?>"
)
_COMMENT = re.compile(rb"<!--(?:[^-]|-(?!->)){0,2000}-->")


def listing_sha256(body: bytes) -> bytes:
    """Return a digest (32 bytes) of what a feed lists: equal where bodies differ only in when and how they were built.

    Left out are the channel's own times and generator, before its first entry, and comments before the first entry and
    at the end. All else counts, so that an unequal digest may still mean the same entries, never the other way round.

    >>> built = b"<rss><channel><lastBuildDate>%s</lastBuildDate><item><guid>1</guid></item></channel></rss>"
    >>> listing_sha256(built % b"Monday") == listing_sha256(built % b"Tuesday")
    True
    """
    first = _FIRST_ENTRY.search(body, 0, HEAD_BYTES)
    if first is None:
        return hashlib.sha256(body).digest()
    head = _BUILT.sub(b"", _COMMENT.sub(b"", body[: first.start()]))
    end = max(body.rfind(b"</item>"), body.rfind(b"</entry>"), first.start())
    tail = _COMMENT.sub(b"", body[end : end + HEAD_BYTES]) + body[end + HEAD_BYTES :]
    return hashlib.sha256(b"\0".join((head, body[first.start() : end], tail))).digest()
