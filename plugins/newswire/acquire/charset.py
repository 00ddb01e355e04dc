"""Bytes to text, in the order of the HTML standard: byte order mark, declaration, UTF-8, windows-1252.

One bad byte spoils itself only: it becomes U+FFFD, and the rest of the document is read as declared.
"""

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset\s*=\s*|<\?xml[^>]{0,200}?encoding\s*=\s*)["']?([A-Za-z0-9_.:-]{2,40})""", re.I)
# XML without a mark: its first character tells the width and order of the others (XML 1.0, appendix F.1).
XML_STARTS = (
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00<\x00", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
)
# What pages call latin-1 is windows-1252 (WHATWG Encoding, 4.2 Names and labels).
WHATWG_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
# Codecs of Python that are no charsets: they unpack, unescape or refuse, and a page may name any of them.
NO_CHARSETS = frozenset(
    [
        "base64",
        "bz2",
        "hex",
        "idna",
        "punycode",
        "quopri",
        "raw-unicode-escape",
        "rot-13",
        "undefined",
        "unicode-escape",
        "uu",
        "zlib",
    ]
)
HEAD_BYTES = 2048  # the standard looks for a declaration in the first 1024; some pages put it a little later


def decode(data: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text and notes for people; ``declared`` is the charset of the transport, where it names one."""
    for mark, name in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace"), ()
    for start, name in XML_STARTS:
        if data.startswith(start):
            return data.decode(name, "replace"), ()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:  # valid UTF-8 with non-ASCII bytes is UTF-8, whatever a template declares
        return text, ()
    if (found := DECLARED.search(data[:HEAD_BYTES])) and declared is None:
        declared = found[1].decode("ascii")
    if declared is not None:
        try:
            name = codecs.lookup(WHATWG_ALIASES.get(declared.lower(), declared)).name
        except LookupError:
            name = ""
        if name == "utf-8":
            return _decode_utf8_with_bad_bytes(data)
        if name and name not in NO_CHARSETS:
            return data.decode(name, "replace"), ()
    return _decode_utf8_with_bad_bytes(data)


def _decode_utf8_with_bad_bytes(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Tell UTF-8 with a few bad bytes from text that is windows-1252 throughout, by which damage is smaller."""
    text = data.decode("utf-8", "replace")
    good = sum(1 for char in text if ord(char) > 127 and char != "\ufffd")
    bad = text.count("\ufffd")
    if good > bad:
        return text, (f"encoding: {bad} bytes are not UTF-8",)
    return data.decode("cp1252", "replace"), ("encoding: read as windows-1252",)
