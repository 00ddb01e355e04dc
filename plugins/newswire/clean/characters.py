"""Characters: one form for each, and none that no reader can see. Works on one line at a time."""

import html
import re
import unicodedata
from collections import Counter

# Every character that ends a line or page; the cleaner keeps "\n" only.
LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")

_SPACES = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\xad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufeff"
# Hyphens, figure dash, horizontal bar, reversed quotation marks, letter apostrophe, full-width quotation mark.
_ODD_MARKS = "\u2010\u2011\u2012\u2015\u201b\u201f\u02bc\uff02"
_PLAIN_MARKS = '--\u2013\u2014\u2018\u201c\u2019"'
_SAME_LENGTH = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **{ord(a): b for a, b in zip(_ODD_MARKS, _PLAIN_MARKS, strict=True)},
}
_LIGATURES = {ord(mark): unicodedata.normalize("NFKC", mark) for mark in "ﬀﬁﬂﬃﬄﬅﬆ"}
_CANONICAL = {**_SAME_LENGTH, **_LIGATURES, **dict.fromkeys(map(ord, _INVISIBLE))}

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# UTF-8 bytes that somebody read as Windows-1252: each match is a lead byte and its trail bytes, as characters.
_TRAIL = "[\x80-\xbf" + "".join(bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0xA0)) + "]"
_MOJIBAKE = re.compile(f"(?:[ÂÃÄÅ]{_TRAIL}|â{_TRAIL}{{2}}|ï»¿)")


def same_length(text: str) -> str:
    """Return the text with odd spaces and hyphens in their plain form; every offset stays what it was."""
    return text.translate(_SAME_LENGTH)


def clean_line(line: str, counts: Counter[str]) -> str:
    r"""Return one line in canonical form (NFC), its ends stripped; ``counts`` learns what was removed or repaired.

    Quotation marks and dashes stay what they are, in one code point each. No word is lost.

    >>> clean_line("Cafe\u0301&nbsp;owners\0 said:\u200b \u201cco\u00adoperate\u201d", Counter())
    'Café owners said: “cooperate”'
    """
    line = _ENTITY.sub(lambda entity: _resolved(entity, counts), line)
    line = _MOJIBAKE.sub(lambda run: _repaired(run, counts), line)
    line = LINE_END.sub(" ", line)  # the ones that came as entities
    line, removed = _CONTROL.subn("", line)
    counts["control characters removed"] += removed
    line, replaced = _SURROGATE.subn("\ufffd", line)
    counts["lone surrogates replaced"] += replaced
    return unicodedata.normalize("NFC", line.translate(_CANONICAL)).strip()


def _resolved(entity: re.Match[str], counts: Counter[str]) -> str:
    resolved = html.unescape(entity.group())
    counts["entities resolved"] += resolved != entity.group()
    return resolved


def _repaired(run: re.Match[str], counts: Counter[str]) -> str:
    data = b"".join(_as_byte(mark) for mark in run.group())
    try:
        repaired = data.decode("utf-8")
    except UnicodeDecodeError:
        return run.group()
    counts["mojibake repaired"] += 1
    return repaired


def _as_byte(mark: str) -> bytes:
    try:
        return mark.encode("cp1252")
    except UnicodeEncodeError:  # one of five bytes that Windows-1252 leaves undefined
        return mark.encode("latin-1")
