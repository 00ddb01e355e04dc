"""Titles without the site's name, and bylines as names: as publishers write both."""

import re
from collections.abc import Iterable, Sequence

from newswire.acquire.page_lines import letters

MAX_CHARS = 400
MAX_NAME_WORDS = 6
SEPARATOR = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb\u203a:-]+\s+|\s*[|\u01c0\u2502\u3163]\s*|(?<=\w):\s+")
BY = re.compile(
    r"^(?:(?:written|posted|published|reported|reporting|story|text|words|created) by|by|von|par|por|di|door|av"
    r"|af|od|autor|author"
    r"|foto|text)\s*:?\s+",
    re.I,
)
REACH = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)@\w+|\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"  # with a day's number only: May and June write too
)
WHEN = re.compile(
    rf"\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|{MONTH}\s+\d|\d{{1,2}}\.?\s+{MONTH}\b|\d{{1,2}}:\d\d).*", re.I
)
OTHERS = re.compile(
    r"[\s,;|(]+(?:edited|photograph(?:s|ed)?|photos?|illustrat(?:ions?|ed)|translated|video|graphics?) by\b.*", re.I
)
JOINT = re.compile(r"\s*[,;|/\u2022\u00b7\n]\s*|\s+(?:and|und|et|y|og|och|en|ja|with|mit|avec|con|&)\s+", re.I)
ROLE = re.compile(
    r"\b(?:reporters?|correspondent|editor|writer|journalist|columnist|producer|contributor|analyst|chief|staff"
    r"|desk|bureau|professor"
    r"|profesorius|redakteur(?:in)?|korrespondent(?:in)?|reporterin|journalistin|news agency|political|senior"
    r"|updated|published|min read|articles?|posts|e-?mail|follow|subscribe|profile|view all|see all"
    r"|redacteur|rédacteur|periodista|giornalista)\b",
    re.I,
)
PARTICLES = frozenset({
    "de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "ter", "ten", "la",
    "le", "bin", "ibn", "al", "el", "y", "e", "zu", "af", "av", "und",
})  # fmt: skip
NO_AUTHOR = frozenset(
    {
        "",
        "by",
        "von",
        "par",
        "por",
        "admin",
        "administrator",
        "none",
        "null",
        "author",
        "unknown",
        "staff",
        "editor",
        "web",
        "nachrichten",
    }
)


def clean_title(title: str, *, sites: Iterable[str], heading: str | None = None) -> str:
    """Return a title without the site's name before or after it; ``heading`` is the page's own first heading.

    >>> clean_title("Ferry late again - and again | Gull News", sites=["Gull News"])
    'Ferry late again - and again'
    """
    title = " ".join(title.split())[:MAX_CHARS]
    known = {letters(site) for site in sites} - {""}
    for _part in range(3):
        cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(title)]
        for start, end in {cuts[0], cuts[-1]} if cuts else ():
            before, after = title[:start], title[end:]
            if heading and letters(before) == letters(heading):  # what stands before a heading may be its kicker
                return before
            if before and _is_site(after, known):
                title = before
                break
            if after and _is_site(before, known):
                title = after
                break
        else:
            return title
    return title


def split_names(texts: Iterable[str], *, sites: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the names in bylines, each once, without "By", addresses and roles; sites' own names only where alone.

    >>> split_names(["By Ada Moor, harbour reporter and Ben Kell (ben@gull.example)"])
    ('Ada Moor', 'Ben Kell')
    >>> split_names(["April May Edited by Ben Kell", "Joe Moor Monday, 12 March 2026", "Ada Moor, See all articles"])
    ('April May', 'Joe Moor', 'Ada Moor')
    """
    own = {letters(site) for site in sites}
    found: dict[str, str] = {}
    for text in texts:
        line = BY.sub("", " ".join(REACH.sub(" ", text[:MAX_CHARS]).split()))
        bare = OTHERS.sub("", WHEN.sub("", line)) or line
        parts = [BY.sub("", part).strip(" .:-\u2013\u2014*") for part in JOINT.split(bare)]
        for number, part in enumerate(parts):
            key = letters(part)
            if key not in NO_AUTHOR and key not in found and _is_name(part, is_first=not number):
                found[key] = part
    persons = [name for name in found.values() if not _is_own(name, own)]
    if any(" " in name for name in persons):  # beside whole names a small word is a label
        persons = [name for name in persons if not name.islower()]
    return tuple(persons) or tuple(found.values())


def names_only_site(names: Sequence[str], sites: Sequence[str]) -> bool:
    """Return whether no name is a person's or agency's: all are the site's own."""
    own = {letters(site) for site in sites}
    return all(_is_own(name, own) for name in names)


def _is_own(name: str, own: set[str]) -> bool:
    """Return whether a name is the site's: as it is, as an address, or followed by a department's."""
    key, words = letters(name), name.split()
    addresses = {f"{site}{end}" for site in own for end in ("de", "com", "net", "org")}
    return key in own or key in addresses or (len(words) > 1 and letters(words[0]) in own)


def _is_site(text: str, known: set[str]) -> bool:
    """Return whether a piece of a title names the site: its name, its name with an ending, or its address."""
    key = letters(text)
    if not key or len(text.split()) > 8:
        return False
    return key in known or any(len(site) > 3 and (key.startswith(site) or site.startswith(key)) for site in known)


def _is_name(text: str, *, is_first: bool) -> bool:
    words = text.split()
    if not words or len(words) > MAX_NAME_WORDS or ROLE.search(text) or re.fullmatch(r"[\w-]+\.[a-z]{2,4}", text):
        return (
            is_first
            and 0 < len(words) <= MAX_NAME_WORDS
            and not re.search(r"\b(?:min read|updated|published)\b", text, re.I)
        )
    if any(char.isdigit() for char in text):
        return False
    small = [word for word in words if word[0].islower() and word.lower() not in PARTICLES]
    return is_first or not small
