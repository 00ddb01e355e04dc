"""Where a name begins and ends: no articles, titles or marks around it, and all of "M. Brook" and "Anne-Marie Vale"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from newswire.enrich.places import Gazetteer, fold
from newswire.enrich.recase import FUNCTION_WORDS, PARTICLES
from newswire.enrich.roles import ROLE_FIELDS
from newswire.enrich.spans import overlaps
from newswire.enrich.tables import FIRST_NAMES, KNOWN_NAMES
from newswire.records import EntityLabel

VALUES: Final = frozenset({EntityLabel.DATE, EntityLabel.MONEY, EntityLabel.PERCENT, EntityLabel.QUANTITY})
OUTER: Final = " \t\r\n.,;:!?()[]{}<>\"'“”\u2018\u2019`«»-\u2013\u2014…*_/\\|+="
ARTICLES: Final = ("the ", "a ", "an ")
POSSESSIVES: Final = ("'s", "\u2019s", " s")
PLACES: Final = frozenset({EntityLabel.GPE, EntityLabel.LOC, EntityLabel.FAC, EntityLabel.ORG})

# Forms of address and of rank that wire copy writes before a person's name; the name is without them.
ADDRESS: Final = re.compile(
    r"(?:(?:(?:vice |deputy )?president|(?:deputy )?prime minister|king|queen|prince|princess|pope|emperor|empress|"
    r"general|gen\.|colonel|col\.|lieutenant|lt\.|captain|capt\.|sergeant|sgt\.|maj\.|admiral|senator|sen\.|rep\.|gov\.|"
    r"governor|minister|ambassador|chancellor|archbishop|cardinal|ayatollah|rabbi|reverend|rev\.|professor|prof\.|doctor|dr\.?|"
    r"mr\.?|mrs\.?|ms\.?|miss|sir|dame|lord|lady|secretary|chairman|sultan|emir|mayor|mullah|coach) )+(?=\S)",
    re.IGNORECASE,
)
TRADE: Final = re.compile(r"(\w+) (?=(\w+) \w)")
COMPASS: Final = re.compile(
    r"(?:(?:north|south|east|west|central|mid|upper|lower|inner|outer|"
    r"north-?(?:east|west)|south-?(?:east|west))(?:ern|ernmost)?)(?: |$)"
)
# Nouns that say of what kind the thing is that is named after them: "bank Norden Kredit", "newspaper Le Phare".
KIND: Final = re.compile(
    r"(?:(?:the|state|daily|weekly|rival|fellow|news) )?(?:bank|group|company|firm|agency|newspaper|newsletter|daily|"
    r"weekly|magazine|journal|airline|carrier|club|side|team|giant|maker|insurer|retailer|brewer|broker|brokerage|unit|"
    r"subsidiary|station|network|broadcaster|bourse|index|steelmaker|carmaker|consultancy|publisher|conglomerate|"
    r"manufacturer) (?=\S)"
)
TAIL: Final = re.compile(  # "U.S.-registered", "Norden news agency": the name is what stands before
    r"(?:[-\u2013]| - ?)(?:[a-z]+ed|born|bound|run|owned|held|made|built|speaking|style|wide|area|era|time|only)$"
    r"| based$| news agency$"
)
HEAD: Final = re.compile(r"(?:pro|anti|ex|non|post|pre)[-\u2013]", re.IGNORECASE)
WORDS_OF_NAME: Final = re.compile(r"\S+ & \S+|\S+")  # "at & t" is one
DOTTED_END: Final = re.compile(r"\.\w$")  # "Norden a.s" or "U.S", before the full stop
HYPHENS: Final = frozenset("-\u2013")
INITIALS: Final = re.compile(r"(?<![\w.'\u2019-])(?:[^\W\d_]\. ?){1,3}$")
HYPHENED_BEFORE: Final = re.compile(r"(?<![\w-])[A-Z]\w+-$")
HYPHENED_AFTER: Final = re.compile(r"(?:-(?:[A-Z]\w*|[a-z]))+(?![\w-])")
NEIGHBOUR_BEFORE: Final = re.compile(r"(?<![\w.-])([A-Z][\w'\u2019-]*) $")
NEIGHBOUR_AFTER: Final = re.compile(r" ([A-Z][\w'\u2019-]*)")
LEGAL_FORM: Final = (
    r"(?:Inc|Corp|Cos?|Ltd|Plc|PLC|plc|inc|corp|ltd|LLC|llc|GmbH|AG|SA|NV|AB|ASA|Oyj?|SpA|S\.p\.A|S\.A|s\.a|N\.V|n\.v|"
    r"Bhd|Pty|KK|A/S|AS|a\.s|s\.r\.o|d\.d|gmbh|ag|sa|nv|spa|bhd|pty)(?![\w&-])\.?"
)
FIRM: Final = re.compile(
    r"\b(?:airlines?|airways|assurance|associates|banka?|breweries|brothers|capital|communications|computers?|energy|foods|"
    r"foundries|gold|group|holdings?|industries|insurance|international|investments?|laboratories|mills|mines|mining|"
    r"motors?|oil|partners|pharmaceuticals|research|securities|steel|stores|systems|technologies|trust|underwriting)$"
)
SUFFIX: Final = re.compile(rf",? {LEGAL_FORM}")
ENDS_LEGALLY: Final = re.compile(rf"\w.* {LEGAL_FORM}$")
ONLY_LEGAL_FORM: Final = re.compile(LEGAL_FORM, re.IGNORECASE)
PLAIN_FORM: Final = r"(?:inc|corp|cos?|ltd|plc)"  # which is no name's word by itself
BARE_FORM: Final = re.compile(rf"{PLAIN_FORM}\.?", re.IGNORECASE)  # of a company that was not found
OPEN_FORM: Final = re.compile(rf" \( ?{PLAIN_FORM}$", re.IGNORECASE)  # "Microsoft (Corp)"
BEFORE_LEGAL_FORM: Final = re.compile(r" ?[.,]? ")
BASE: Final = re.compile(
    r" (?:(?:air|naval|army|military|air force) base|airbase|"
    r"(?:International )?(?:Airport|Bridge|Stadium|Prison|Tunnel))(?!\w)"
)
# "the Drosk Congress on National Dialogue", where case is lost.
ASSEMBLY: Final = re.compile(
    r" (?:congress|conference|council|commission|committee|forum|association|federation|institute|agency|fund|centre|"
    r"center) (?:on|for|of) (?:[a-z]+ )?[a-z]{4,}(?= (?:[-,.;:)]|(?:that|which|who|has|had|was|is|said|says|will)\b))",
    re.IGNORECASE,
)
COUNTED: Final = re.compile(  # an amount has a figure, or a word for one
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    r"ninety|hundreds?|thousands?|[mbtr]illions?|dozens?|half|quarter|thirds?|tens|a|an|several|few|couple)\b",
    re.IGNORECASE,
)
AMOUNT: Final = re.compile(  # "C$37.4 million", "c $ 37.4 million" of an archive, "6.0 billion crowns"
    r"(?:\b(?:[A-Z]{1,3}|(?:c|us|hk|nz) ))?[$\u00a3\u20ac\u00a5] ?\d+(?: ?[.,] ?\d+)*"
    r"(?: (?:hundred|thousand|[mbtr]illion|mln|bln|m|bn)\b)?"
    r"|\b\d+(?: ?[.,] ?\d+)*(?: (?:hundred|thousand|[mbtr]illion|mln|bln))* (?:[A-Za-z.]+ )?"
    r"(?:dollars?|pounds|euros?|yen|yuan|crowns|francs|marks|pesos|roubles|rubles|rupees|rand|reais|dinars|dirhams|riyals|"
    r"shekels|lir[ae]s?|won|baht|ringgit|rupiah|kronor|kroner|zlotys|forints|guilders|pesetas|schillings|escudos|cents|"
    r"pence)\b"
)
AMOUNT_REACH: Final = 40
NICKNAME: Final = re.compile(r' (?:["\u201c(] ?[\w ]{2,16} ?["\u201d)] )?')
STOP: Final = re.compile(rf" \. (?!{LEGAL_FORM})")  # apart, as tokenisers leave that of a sentence
AFTER_FORM: Final = "|".join(rf"(?<=\b{form})" for form in ("inc", "corp", "co", "ltd", "plc"))
AFTER_STOP: Final = "|".join(rf"(?<=\b{form}\.)" for form in ("Inc", "Corp", "Co", "Ltd", "Plc"))
# What parts two names that are taken for one: a list, or a possessive or the end of a sentence after a company.
PARTING: Final = re.compile(
    rf" or |{STOP.pattern}|(?i:{AFTER_FORM})\.?['\u2019]s |(?:{AFTER_STOP}) (?!{LEGAL_FORM})(?=[A-Z])"
)
# The same where case is lost: whatever follows a company.
SMALL_PARTING: Final = re.compile(rf"{PARTING.pattern}|(?i:{AFTER_FORM})\.? (?!{LEGAL_FORM}|and |& |of )")
NUMBERED: Final = frozenset({EntityLabel.PRODUCT, EntityLabel.WORK_OF_ART, EntityLabel.EVENT})
MIN_LETTERS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name before it is joined with others; ``text`` is the restored copy's, with its case."""

    start_char: int
    end_char: int
    text: str
    label: EntityLabel

    @property
    def key(self) -> str:
        """What two equal names have in common."""
        return self.text.casefold()


def name_at(copy: str, start: int, end: int, label: EntityLabel) -> Name:
    """Return the name of these characters, on one line."""
    return Name(start_char=start, end_char=end, text=" ".join(copy[start:end].split()), label=label)


def is_known(text: str) -> bool:
    """Say whether this is a name of the data file, whatever its case and its apostrophe."""
    return text.casefold().replace("\u2019", "'") in KNOWN_NAMES


def trim_name(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the offsets without articles, possessives and marks around the name; the last full stop of "U.N." stays.

    >>> text = "the U.N.'s"
    >>> text[slice(*trim_name(text, 0, len(text)))]
    'U.N.'
    """
    before = -1, -1
    while before != (start, end):
        before = start, end
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip(OUTER))
        stripped = text[start:end].rstrip(OUTER)
        if text[start + len(stripped) : end].startswith(".") and "." in stripped and " " not in stripped[-4:]:
            stripped += "."
        if stripped.endswith(POSSESSIVES) and not is_known(stripped):
            for possessive in POSSESSIVES:
                stripped = stripped.removesuffix(possessive)
        end = start + len(stripped)
        if stripped.lower().startswith(ARTICLES):
            for article in ARTICLES:
                start += len(article) if text[start:end].lower().startswith(article) else 0
    return start, max(start, end)


def mend_names(copy: str, names: Sequence[Name], gazetteer: Gazetteer, *, has_case: bool) -> list[Name]:
    """Return the names with their bounds where print has them, in reading order and apart from each other.

    ``has_case`` says that the text itself has capitals, so that a word without one is none of a name's.
    """
    parts = [part for name in names for part in _parts(copy, name, has_case=has_case)]
    trimmed = [name for part in parts if (name := _trimmed(copy, part, has_case=has_case))]
    joined: list[Name] = []
    for name in trimmed:
        while joined and name.label is EntityLabel.MONEY and joined[-1].end_char > name.start_char:
            joined.pop()  # "US" of "US$4", or the same amount
        if joined and (both := _joined(copy, joined[-1], name, gazetteer)):
            joined[-1] = both
        else:
            joined.append(name)
    grown: list[Name] = []
    joined = [name for name in joined if not BARE_FORM.fullmatch(name.text)]
    for number, name in enumerate(joined):
        floor = grown[-1].end_char if grown else 0
        if name.start_char < floor:  # part of an institution's name
            continue
        limit = joined[number + 1].start_char if number + 1 < len(joined) else len(copy)
        whole = _whole_institution(copy, name) if not has_case else None
        grown.append(whole or _grown(copy, name, (floor, limit), gazetteer))
    return grown


def _parts(copy: str, name: Name, *, has_case: bool) -> Iterator[Name]:
    """Yield the name, or each of those that a line's end or an "or" parts.

    Where case is lost, what follows a company and begins small is none: "general motors corp. workers".
    """
    if name.label in VALUES:
        yield name
        return
    cuts = STOP if name.label is not EntityLabel.ORG else PARTING if has_case else SMALL_PARTING
    for line in re.finditer(r"[^\n]+", copy[name.start_char : name.end_char]):
        at, end = name.start_char + line.start(), name.start_char + line.end()
        is_name = True
        for cut in cuts.finditer(line.group()):
            if is_name:
                yield name_at(copy, at, name.start_char + line.start() + cut.start(), name.label)
            at = name.start_char + line.start() + cut.end()
            is_name = has_case or cut.group() in {" or ", " . "} or copy[at : at + 1].isupper()
        if is_name:
            yield name_at(copy, at, end, name.label)


def _trimmed(copy: str, name: Name, *, has_case: bool) -> Name | None:
    """Return the name without what print does not count to it, None where nothing of a name is left."""
    if name.label is EntityLabel.MONEY and (whole := _whole_amount(copy, name)):
        return whole
    if name.label in VALUES:
        return name if name.label is EntityLabel.DATE or COUNTED.search(name.text) else None
    start, end = trim_name(copy, name.start_char, name.end_char)
    before = -1, -1
    while before != (start, end) and start < end:
        before = start, end
        if tail := TAIL.search(copy, start, end) or OPEN_FORM.search(copy, start, end):
            end = tail.start()
        start += _needless(copy[start:end], name.label)
        start, end = _capitals(copy, start, end) if has_case else _without_function_words(copy, start, end)
        start, end = trim_name(copy, start, end)
    piece = copy[start:end]
    if not _is_name(piece, name.label) or _is_hyphened(copy, start, end):
        return None
    label = (
        EntityLabel.ORG if name.label in PLACES | {EntityLabel.PERSON} and ENDS_LEGALLY.search(piece) else name.label
    )
    return name_at(copy, start, end, label)


def _whole_amount(copy: str, name: Name) -> Name | None:
    """Return the amount that the name is in, or a part of, with its currency; None where it has another form."""
    reach = max(0, name.start_char - AMOUNT_REACH), name.end_char + AMOUNT_REACH
    found = next(
        (m for m in AMOUNT.finditer(copy, *reach) if overlaps(m.span(), (name.start_char, name.end_char))), None
    )
    if found is None or found.end() - found.start() < name.end_char - name.start_char:
        return None
    return name_at(copy, *found.span(), name.label)


def _is_name(piece: str, label: EntityLabel) -> bool:
    """Say whether these words may name something: no lone letter or article, no figure but a product's ("777")."""
    if sum(char.isalnum() for char in piece) < MIN_LETTERS or "@" in piece or piece.casefold() == "the":
        return False
    if label is EntityLabel.PERSON and (title := ADDRESS.match(f"{piece} .")) and title.end() > len(piece):
        return False  # "the prince"
    if COMPASS.fullmatch(piece):
        return label is EntityLabel.NORP  # "a western diplomat", where case is lost
    return label in NUMBERED or any(char.isalpha() for char in piece)


def _is_hyphened(copy: str, start: int, end: int) -> bool:
    """Say whether this is the word that a hyphen joins to a name: "based" of "London-based", "anti" of "anti-Oslo"."""
    after_hyphen = copy[max(0, start - 2) : start].rstrip(" ")[-1:] in HYPHENS and TAIL.fullmatch(
        f"-{copy[start:end].lower()}"
    )
    return bool(after_hyphen or (copy[end : end + 1] in HYPHENS and HEAD.fullmatch(copy[start : end + 1])))


def _needless(piece: str, label: EntityLabel) -> int:
    """Return how many characters before the name tell what it is."""
    if label is EntityLabel.PERSON:
        found = ADDRESS.match(piece) or _trade(piece)
    elif found := HEAD.match(piece):
        pass
    elif piece.casefold() in KNOWN_NAMES:
        return 0
    else:
        found = COMPASS.match(piece) or KIND.match(piece)
    return found.end() if found and piece[found.end() : found.end() + 1].isupper() else 0


def _trade(piece: str) -> re.Match[str] | None:
    """Return what somebody is in front of the name, where the name goes on with a first name: "Farmer Ada Brook"."""
    found = TRADE.match(piece)
    return found if found and found[1].lower() in ROLE_FIELDS and fold(found[2]) in FIRST_NAMES else None


def _capitals(copy: str, start: int, end: int) -> tuple[int, int]:
    """Return the span from the first word with a capital, or the particles and figures before it, to the last."""
    words = list(re.finditer(r"\S+", copy[start:end]))
    named = [number for number, word in enumerate(words) if not word.group().islower()]
    if not named:
        return start, start
    first = named[0]
    while first and ((before := words[first - 1].group()) in PARTICLES or before[0].isdigit()):  # "3i Group"
        first -= 1
    return start + words[first].start(), start + words[named[-1]].end()


def _without_function_words(copy: str, start: int, end: int) -> tuple[int, int]:
    """Return the span without an "and" or "of" that it begins or ends with, where case does not tell it from a name."""
    words = [word for word in WORDS_OF_NAME.finditer(copy[start:end]) if word.group().lower() not in FUNCTION_WORDS]
    return (start + words[0].start(), start + words[-1].end()) if words else (start, start)


def _joined(copy: str, left: Name, right: Name, gazetteer: Gazetteer) -> Name | None:
    """Return the one name that the two are: "Anne" and "Marie Vale" at a hyphen, "San" and "Lorenzo" of a place."""
    between = copy[left.end_char : right.start_char]
    if left.label is right.label is EntityLabel.PERSON:
        is_first_name = between == " " and "-" in left.text and " " not in left.text  # "Jean-Luc"
        if is_first_name or between == "-" or NICKNAME.fullmatch(between):
            return name_at(copy, left.start_char, right.end_char, left.label)
    if left.label is EntityLabel.ORG and _ends_company(right.text, between):
        return name_at(copy, left.start_char, right.end_char, left.label)
    if between in {" ", "-"} and {left.label, right.label} <= PLACES:
        both = copy[left.start_char : right.end_char]
        if label := _label_of_place(both, gazetteer):
            return name_at(copy, left.start_char, right.end_char, label)
    return None


def _ends_company(right: str, between: str) -> bool:
    """Say whether this goes on with a company's name: "Ltd" after "Norden Co.", or "Asia) Ltd" after "Norden ("."""
    if BEFORE_LEGAL_FORM.fullmatch(between) and ONLY_LEGAL_FORM.fullmatch(right):
        return True
    return between.strip() == "(" and ")" in right and "(" not in right


def _label_of_place(text: str, gazetteer: Gazetteer) -> EntityLabel | None:
    known = KNOWN_NAMES.get(text.casefold())
    if known:
        return known.label
    return EntityLabel.GPE if gazetteer.knows(text) else None


def _grown(copy: str, name: Name, bounds: tuple[int, int], gazetteer: Gazetteer) -> Name:
    """Return the name with what belongs to it on either side, within the bounds that other names leave."""
    floor, limit = bounds
    start, end, label = name.start_char, name.end_char, name.label
    if label in PLACES | {EntityLabel.PERSON} and is_known(copy[start : min(limit, end + 2)]):  # "Lloyd's"
        return name_at(copy, start, end + 2, EntityLabel.ORG)
    if label in {EntityLabel.PERSON, EntityLabel.ORG} and (after := HYPHENED_AFTER.match(copy, end, limit)):
        end = after.end()
    elif label in PLACES:
        start, end, label = _grown_place(copy, name, bounds, gazetteer)
    if label is EntityLabel.PERSON:
        if before := HYPHENED_BEFORE.search(copy, floor, start):
            start = before.start()
        if before := INITIALS.search(copy, floor, start):
            start = before.start()
    elif label in PLACES and (base := BASE.match(copy, end, limit)):
        end, label = base.end(), EntityLabel.FAC
    if label in PLACES | {EntityLabel.PERSON} and (suffix := SUFFIX.match(copy, end, limit)):
        end, label = suffix.end(), EntityLabel.ORG
    if DOTTED_END.search(copy, start, end) and copy.startswith(".", end, limit):
        end += 1
    changed = (start, end) != (name.start_char, name.end_char)
    return name_at(copy, start, end, label) if changed else name


def _whole_institution(copy: str, name: Name) -> Name | None:
    """Return the name of the body or meeting that begins with this name of a people or place, None where none does."""
    if name.label not in {EntityLabel.NORP, EntityLabel.GPE}:
        return None
    found = ASSEMBLY.match(copy, name.end_char)
    return name_at(copy, name.start_char, found.end(), EntityLabel.ORG) if found else None


def _grown_place(copy: str, name: Name, bounds: tuple[int, int], gazetteer: Gazetteer) -> tuple[int, int, EntityLabel]:
    """Return the span and label with the word before or after where that makes the name of a place: "Kansas" City."""
    floor, limit = bounds
    start, end = name.start_char, name.end_char
    if (after := NEIGHBOUR_AFTER.match(copy, end, limit)) and (
        label := _label_of_place(copy[start : after.end()], gazetteer)
    ):
        return start, after.end(), label
    if (before := NEIGHBOUR_BEFORE.search(copy, max(floor, start - 20), start)) and (
        label := _label_of_place(copy[before.start() : end], gazetteer)
    ):
        return before.start(), end, label
    return start, end, name.label
