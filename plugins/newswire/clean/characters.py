"""Characters: one form for each, and none that no reader can see. Works on one line at a time."""

import html
import re
import unicodedata
from collections import Counter

# Every character that ends a line or page; the cleaner keeps "\n" only.
LINE_END = re.compile("\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
# The same, but for a next-line character that is the last byte of a misread one ("\xc3\x85", \xc5).
LINE_BREAK = re.compile(
    "\r\n|[\n\r\v\f\x1c\x1d\x1e\u2028\u2029]|(?<![\xc2-\xc5\xce-\xd1])(?<![\xe2-\xef][\x80-\xbf\u20ac])\x85"
)

_SPACES = "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
# Hyphens, figure dash, horizontal bar, small and presentation forms of dashes, reversed and full-width quotation marks,
# letter apostrophe.
_ODD_MARKS = "\u2010\u2011\u2012\u2015\ufe58\ufe63\u2e3a\u2e3b\u201b\u201f\u02bc\uff02\uff07\u301d\u301e"
_PLAIN_MARKS = "--\u2013\u2014\u2014-\u2014\u2014\u2018\u201c\u2019\"'\u201c\u201d"
SAME_LENGTH: dict[int, str] = {
    **dict.fromkeys(map(ord, _SPACES), " "),
    **{ord(a): b for a, b in zip(_ODD_MARKS, _PLAIN_MARKS, strict=True)},
}
_LIGATURES = {ord(mark): unicodedata.normalize("NFKC", mark) for mark in "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"}
_CANONICAL = {**SAME_LENGTH, **_LIGATURES}

_ENTITY = re.compile(
    r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};|(?:nbsp|quot|[lr][sd]quo|[mn]dash|hellip)\b"
    r"| ?(?:amp|quot|apos|lt|gt|nbsp|#\d{1,7}) ;)"  # "& amp ;", as tokenisers leave it
)
# Each system on the way may have escaped once more ("&amp;amp;quot;") or misread once more, and what one step takes out
# may have stood between two characters that another joins: so all steps are done until none finds anything.
MAX_ROUNDS = 8
_SOFT_HYPHEN = re.compile("\xad")
# Zero-width spaces, marks of direction, joiners that nothing needs, byte order marks, tags of annotation.
_INVISIBLE = re.compile(
    "[\u034f\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
    # Persian and the languages of India part or join letters by these; elsewhere they are rubbish.
    "|(?<![\u0600-\u08ff\u0900-\u0dff])[\u200c\u200d]"
)
_PLAIN = re.compile("[ !-%'-_a-~]*")  # ASCII without "&" and "`": nothing to do, and most lines are like that
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# "it`s", "it\u00b4s": accents and primes that stand for an apostrophe.
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])[`\u00b4\u2032](?=[^\\W\\d_])")

# UTF-8 bytes that somebody read as Windows-1252 or Latin-1: a lead byte and its trail bytes, as characters. One such
# sequence of the commonest leads is enough; of leads that are letters of other languages too, only a run of several is.
# ftfy (Speer) judges a text by its neighbourhood; here a repair must not depend on where furniture is cut off. Both are
# measured in docs/cleaning.md.
_TRAIL = "[\x80-\xbf" + "".join(bytes([b]).decode("cp1252", "ignore") for b in range(0x80, 0xA0)) + "]"
_MOJIBAKE = re.compile(
    f"(?:\u00c2(?={_TRAIL})[\xa0-\xbf\x80-\x9f]|\u00c3{_TRAIL}|(?<![A-Z\xc0-\xde])[\u00c4\u00c5]{_TRAIL}"
    f"|\u00e2{_TRAIL}{{2}}|\u00ef\u00bb\u00bf|\u00f0\u0178{_TRAIL}{{2}}"
    f"|(?:[\u00d0\u00d1]{_TRAIL}){{2,}}|(?:[\u00ce\u00cf]{_TRAIL}){{2,}}|(?:[\u00e3-\u00ed]{_TRAIL}{{2}}){{2,}})"
)
# What such a sequence begins with whose last byte may be a blank for others: "\xc3\xa0", \xe0.
_MISREAD_START = re.compile(f"(?:[\u00c2-\u00c5\u00ce-\u00d1]|[\u00e2-\u00ef]{_TRAIL})\\Z")


def same_length(text: str) -> str:
    """Return the text with odd spaces and hyphens in their plain form; every offset stays what it was."""
    return text.translate(SAME_LENGTH)


def story_end(line: str) -> int:
    """Return where the blanks at a line's end begin; one that is the end of a misread character is none of them."""
    end = len(line.rstrip())
    return end + (
        line[end : end + 1] in ("\xa0", "\x85") and _MISREAD_START.search(line, max(0, end - 2), end) is not None
    )


def clean_line(line: str, counts: Counter[str]) -> str:
    r"""Return one line in canonical form (NFC), its ends stripped; ``counts`` learns what was removed or repaired.

    Quotation marks and dashes stay what they are, in one code point each. No word is lost.

    >>> clean_line("Cafe\u0301&nbsp;owners\0 said:\u200b \u201cco\u00adoperate\u201d", Counter())
    'Café owners said: “cooperate”'
    """
    for _number in range(MAX_ROUNDS):
        if _PLAIN.fullmatch(line):
            break
        before, line = line, _clean_once(line, counts)
        if line == before:
            break
    return line.strip()


def _clean_once(line: str, counts: Counter[str]) -> str:
    line = _ENTITY.sub(lambda entity: _resolved(entity, counts), line)
    line = _MOJIBAKE.sub(lambda run: _repaired(run, counts), line)
    line = LINE_END.sub(" ", line)  # the ones that came as entities
    for what, pattern, replacement in (
        ("control characters removed", _CONTROL, ""),
        ("soft hyphens removed", _SOFT_HYPHEN, ""),
        ("invisible characters removed", _INVISIBLE, ""),
        ("lone surrogates replaced", _SURROGATE, "\ufffd"),
    ):
        line, number = pattern.subn(replacement, line)
        counts[what] += number
    line = _APOSTROPHE.sub("\u2019", line.translate(_CANONICAL))
    return unicodedata.normalize("NFC", line).strip()


def _resolved(entity: re.Match[str], counts: Counter[str]) -> str:
    resolved = html.unescape(entity.group().replace(" ", ""))
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
