r"""Legacy wires: IPTC 7901 (1979) and ANPA 1312 (1989), eight-bit text between control characters.

SOH header CR LF, then keywords, STX text, ETX and the time of sending, EOT. Neither has an identity that lasts: it is
made of service letters, number, day and the words, so that reading again gives the same. Takes of one story share one
(see takes.py). A file may hold many transmissions.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from newswire.acquire.charset import decode
from newswire.acquire.embargoes import is_notice
from newswire.acquire.markup import plain_text
from newswire.acquire.signals import as_priority
from newswire.acquire.takes import as_take, find_take, is_take_key, read_each
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat, Subject

SOH, STX, ETX = "\x01", "\x02", "\x03"
# IPTC 7901: source (1 to 4 letters) and number, priority, category, word count, then free text.
HEADER_7901 = re.compile(
    r"(?P<service>[A-Za-z]{1,4})(?P<number>\d{3,5}) +(?P<priority>\d) +(?P<category>[a-z]{1,3}) +(?P<words>\d+)"
)
# ANPA 1312: service level letter and story number, selector after US; then priority, category, keyword, day, words.
HEADER_1312 = re.compile(r"(?P<service>[A-Za-z]{1,4})(?P<number>\d{3,5})(?P<source>[A-Z-]*)\x1f(?P<selector>[^\r\n]*)")
SECOND_1312 = re.compile(
    r"(?P<priority>[a-zA-Z]) +(?P<category>[a-zA-Z])[\x11-\x1f ]{1,4}(?P<keyword>[^\r\n]*?)[\x11-\x1f ]+"
    r"(?P<month>\d\d?)-(?P<day>\d\d?)[\x11-\x1f ]+(?P<words>\d+)"
)
SENT_7901 = re.compile(
    r"(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d) ?(?P<zone>GMT|UTC|Z)? (?P<month>[A-Za-z]{3}) (?P<year>\d\d)\b"
)
SENT_1312 = re.compile(r"(?P<hour>\d\d):(?P<minute>\d\d)-(?P<first>\d\d)-(?P<second>\d\d)-(?P<year>\d\d)")
# The last line of a story that American agencies send: "HW-WX-11-20-26 0600GMT".
SENT_BELOW = re.compile(
    r"[A-Z]{2,4}-[A-Z]{2,4}-(?P<month>\d\d)-(?P<day>\d\d)-(?P<year>\d\d)"
    r" (?P<hour>\d\d)(?P<minute>\d\d)(?P<zone>[A-Z]{0,4})<?"
)
MARKED = re.compile(r"^\^([^\r\n]*?)<?\r?$", re.M)  # "^Harbour closed<": a line of the head, before STX or behind it
# The first of them, where a headline follows: "BC-US--Quay Shut, 2nd Ld-Writethru,0093".
SLUG_LINE = re.compile(
    r"(?:[A-Z]{2}-){1,2}-?\S[^,]{0,100}(?:,(?P<take>[^,\d][^,]{0,40}|\s?\d{1,2}[a-z]{2} [^,]{0,40}))?(?:,\s?\d+)?"
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
# Take keys that stand before a headline and say what the take does.
TAKE_SIGNALS = {
    "REFILE": Signal.REPEAT,
    "REPEAT": Signal.REPEAT,
    "CORRECTION": Signal.CORRECTION,
    "CORRECTED": Signal.CORRECTION,
    "UPDATE": Signal.UPDATE,
    "LEAD": Signal.UPDATE,
    "LD": Signal.UPDATE,
    "WRITETHRU": Signal.UPDATE,
    "ADD": Signal.UPDATE,
    "KILL": Signal.KILL,
    "ADVISORY": Signal.ADVISORY,
}
TAKE_KEY = re.compile(
    r"(?:\d+(?:ST|ND|RD|TH) +)?(?:ROUNDUP|EXTRA|URGENT|FLASH|BULLETIN|" + "|".join(TAKE_SIGNALS) + r")\b[ \d:A-Z]*"
)
FUNCTIONS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_legacy(head: str) -> SourceFormat | None:
    """Return which legacy wire a text begins as, None for neither."""
    start = head.lstrip("\x16\x00\x7f\r\n ")
    if not start.startswith(SOH) and STX not in head:  # some lines take the first byte for their own
        return None
    header = start.removeprefix(SOH).lstrip("\x00 ")
    if HEADER_1312.match(header):
        return SourceFormat.ANPA_1312
    return SourceFormat.IPTC_7901 if HEADER_7901.match(header) else None


def parse_legacy(data: bytes, timezone: str = "UTC", received_at: datetime | None = None) -> list[ParsedItem]:
    """Return the items of a file of transmissions. Raises RejectedError(NOT_PARSABLE or EMPTY_BODY) where none is one.

    ``received_at`` gives the day to a transmission without a time of its own.
    """
    text, notes = decode(data)
    return read_each(_cut_transmissions(text), lambda one: _parse_transmission(one, notes, timezone, received_at))


def _cut_transmissions(text: str) -> list[str]:
    """Return the transmissions of a text: each begins with SOH and a header."""
    found: list[str] = []
    for piece in re.split(rf"(?={SOH})", text):
        if is_legacy(piece[:400]) is not None:
            found.append(piece)
        elif found:
            found[-1] += piece  # a stray control character
    return found or [text]


def _parse_transmission(text: str, notes: tuple[str, ...], timezone: str, received_at: datetime | None) -> ParsedItem:
    kind = is_legacy(text[:400])
    head, found, rest = text.partition(STX)
    if kind is None or not found:
        raise RejectedError(Reason.NOT_PARSABLE, "no header between SOH and STX")
    head = head[head.find(SOH) + 1 :].lstrip("\x16\x00\x7f\r\n ")
    body, _, tail = rest.partition(ETX)
    body = "".join(line[0] + "\n" for line in MARKED.finditer(head)) + body
    first = (HEADER_1312 if kind is SourceFormat.ANPA_1312 else HEADER_7901).match(head)
    assert first is not None, "is_legacy matched it"
    lines = [line.strip() for line in head[first.end() :].splitlines()]
    second = SECOND_1312.search(head[first.end() :]) if kind is SourceFormat.ANPA_1312 else None
    said = first.groupdict() | (second.groupdict() if second else {})  # an ANPA header may lack its second line
    keywords = [] if second else [FUNCTIONS.sub("", line).rstrip("/") for line in lines[1:] if line and line[0] != "^"]
    slugline = (second["keyword"] if second else keywords[0] if keywords else "").strip() or None
    takes, headline, byline, story = _cut_head(body, slugline)
    story = story or headline or ""  # a flash is its headline
    if not story:
        raise RejectedError(Reason.EMPTY_BODY, "a transmission without a text")
    story, below = _cut_sent_below(story)
    sent_at = _sent_at(below or tail, story, timezone)
    scheme = "a1312cat" if kind is SourceFormat.ANPA_1312 else "iptc7901cat"
    signals = tuple(dict.fromkeys(signal for take in takes for signal in _take_signals(take)))
    at = sent_at or received_at
    day = at.strftime("%Y%m%d") if at else "undated"
    words = hashlib.sha256(" ".join(story.split()).encode("utf-8", "replace")).hexdigest()[:12]
    item = ParsedItem(
        source_format=kind,
        guid=f"{kind.value}:{first['service'].lower()}{first['number']}:{day}:{words}",
        version=1,
        pubstatus=PubStatus.CANCELED if Signal.KILL in signals else PubStatus.USABLE,
        signals=signals,
        published_at=sent_at,
        updated_at=sent_at,
        headline=headline,
        slugline=slugline,
        byline=byline,
        priority=as_priority(said.get("priority")),
        subjects=tuple(Subject(scheme=scheme, code=code.lower()) for code in (said.get("category"),) if code),
        edition_note=" ".join(takes) or None,
        word_count=int(said["words"]) if said.get("words") else None,
        body=story,
        notes=notes,
    )
    return as_take(item, wire=first["service"].lower(), keys=(*takes, *keywords[1:]), at=at, timezone=timezone)


def _take_signals(take: str) -> Iterator[Signal]:
    """Yield what a take key ("2ND LEAD", "3rd Ld-Writethru") says of its version; a note to editors says nothing."""
    words = [] if take.startswith("Eds:") else re.findall(r"[A-Z]+", take.upper())
    yield from (TAKE_SIGNALS[word] for word in words if word in TAKE_SIGNALS)


def _lines(text: str) -> list[str]:
    """Return the lines of a text, an indent of any kind as blanks: tab, and the tab line indicator of ANPA 1312."""
    text = re.sub(r"\A\s*\n(?=[^\s.]{1,60} [^\n]{0,160}[^\s.][ =]*\n[ \t]*\n)", "", _unix(text))
    return [FUNCTIONS.sub("", re.sub(r"^[\t\b]", "    ", line.rstrip())) for line in text.split("\n")]


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _cut_head(text: str, slugline: str | None) -> tuple[list[str], str | None, str | None, str]:
    """Return take keys, headline, byline and story: the lines before the story have no blank line among them."""
    marked = MARKED.findall(text)
    lines = _lines(MARKED.sub(r"\1", text))
    takes: list[str] = []
    headline: list[str] = []
    byline = None
    number = 0
    for number, line in enumerate(lines):
        bare = line.rstrip("=+ ").strip()
        if not bare or line.startswith("   "):
            break
        if number == 0 and len(marked) > 1 and (slug := SLUG_LINE.fullmatch(bare)):
            takes += [slug["take"].strip()] if slug["take"] else []
            continue
        is_take = not headline and (TAKE_KEY.fullmatch(bare) or is_notice(bare) or _is_take_line(bare, slugline))
        if is_take or bare.startswith("Eds:"):
            takes.append(bare)
        elif byline:
            byline += f", {bare}"  # the writer's desk
        elif re.match(r"By [A-Z]|By \w+ correspondents", bare) and headline:
            byline = bare
        elif re.sub(r",\d+$", "", bare).casefold() != (slugline or "").casefold():
            headline.append(bare)
        if len(headline) > 3:  # no headline is so long: the story has begun
            return takes, None, byline, plain_text("\n".join(lines))
    return takes, " ".join(headline) or None, byline, plain_text("\n".join(lines[number:]))


def _cut_sent_below(story: str) -> tuple[str, str]:
    """Return the story without the line of transmission at its end, and that line, '' where there is none."""
    above, _, last = story.rstrip().rpartition("\n")
    return (above.rstrip(), last.strip()) if above and SENT_BELOW.fullmatch(last.strip()) else (story, "")


def _is_take_line(line: str, slugline: str | None) -> bool:
    """Return whether a line says which take follows, alone ("2ndtake") or behind the slug ("QUAY-SHUT, 1st add")."""
    if is_take_key(line):
        return True
    take = find_take(line, [], "")
    return take.number is not None and take.slug == find_take(slugline or "", [], "").slug


def _sent_at(tail: str, story: str, timezone: str) -> datetime | None:
    """Return the time of sending behind ETX; without GMT it is the sender's own."""
    if found := SENT_BELOW.search(tail):
        month, day, zone = (
            int(found["month"]),
            int(found["day"]),
            "UTC" if found["zone"] in ("GMT", "UTC") else timezone,
        )
    elif found := SENT_7901.search(tail):
        name = found["month"].title()
        month = MONTHS.index(name) + 1 if name in MONTHS else 0
        day, zone = int(found["day"]), "UTC" if found["zone"] else timezone
    elif found := SENT_1312.search(tail):
        month, day, zone = int(found["first"]), int(found["second"]), timezone
        # Agencies outside America write the day first: the month that the story's dateline names decides.
        if 1 <= day <= len(MONTHS) and re.search(rf"\b{MONTHS[day - 1]}", story[:200]):
            month, day = day, month
    else:
        return None
    try:
        at = datetime(2000 + int(found["year"]), month, day, int(found["hour"]), int(found["minute"]))  # noqa: DTZ001
        return at.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError:
        return None
