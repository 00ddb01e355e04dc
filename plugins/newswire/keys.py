"""Texts that identify something, in a size that a database index holds."""

import hashlib

MAX_KEY_BYTES = 1000  # an index row of Postgres holds 2704 bytes, and keys stand there together with others


def bounded_key(text: str) -> str:
    """Return the text; one of more than MAX_KEY_BYTES in UTF-8 is cut, and a hash of the whole keeps it unique.

    >>> bounded_key("tag:example,2026:1")
    'tag:example,2026:1'
    >>> len(bounded_key("x" * 9000)), bounded_key("x" * 9000) == bounded_key("x" * 9001)
    (1000, False)
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) <= MAX_KEY_BYTES:
        return text
    ending = "#sha256:" + hashlib.sha256(data).hexdigest()
    return data[: MAX_KEY_BYTES - len(ending)].decode("utf-8", "ignore") + ending
