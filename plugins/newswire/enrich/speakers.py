"""Who is speaking: from the words that name the source of a quote to the fullest name the article has for them.

Names go to their canonical form, pronouns to the latest speaker or person that fits, and "the diplomat" to the fuller
"senior western diplomat", who stays without a name. What can't be resolved keeps the words of the text. It reads words
and mentions only, so that it serves the grammar's attributions and the tagger's alike.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from newswire.enrich.name_spans import trim_name
from newswire.enrich.roles import ROLE_FIELDS
from newswire.enrich.spans import WORD, Span, overlaps, sentence_starts, trim_span
from newswire.records import EntityLabel, Mention, Speaker, SpeakerKind

Resolved = tuple[str, EntityLabel | None, SpeakerKind]

HE: Final = frozenset({"he", "him", "his", "himself"})
SHE: Final = frozenset({"she", "her", "hers", "herself"})
THEY: Final = frozenset({"they", "them", "their"})
IT: Final = frozenset({"it", "its"})
SPEAKING_SELF: Final = frozenset({"i", "we", "me", "us", "my", "our"})
RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
UNRESOLVED: Final = frozenset({"you", "your", "one", "there", "what", "everyone", "nobody", "anyone", "someone"})
PRONOUNS: Final = UNRESOLVED | HE | SHE | THEY | IT | SPEAKING_SELF | RELATIVE
MALE_TITLES: Final = frozenset({"mr", "mr.", "sir", "lord", "king", "prince", "father", "monsieur"})
FEMALE_TITLES: Final = frozenset({"mrs", "mrs.", "ms", "ms.", "miss", "madam", "lady", "queen", "princess", "dame"})
GROUPS: Final = frozenset({EntityLabel.ORG, EntityLabel.GPE, EntityLabel.NORP, EntityLabel.FAC})
DEFINITE: Final = frozenset({"the", "this", "that", "these", "those", "his", "her", "its", "their"})
DETERMINERS: Final = DEFINITE | {"a", "an", "another", "one", "some", "several", "many", "two", "three", "other"}
PREPOSITIONS: Final = frozenset(["of", "for", "to", "in", "at", "from", "with", "by", "on", "about"])
AFTER_HEAD: Final = PREPOSITIONS | frozenset(
    [
        "close",
        "familiar",
        "briefed",
        "involved",
        "aware",
        "speaking",
        "who",
        "which",
        "that",
        "whose",
        "where",
        ",",
        "(",
        ":",
        ";",
        "-",
        "\u2013",
        "\u2014",
        "said",
        "says",
        "told",
    ]
)
NO_PART: Final = (PREPOSITIONS - {"about"}) | frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "as",
        "if",
        "than",
        "then",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "has",
        "have",
        "had",
    ]
    + ["will", "would", "said", "says", "told", ".", ",", ";", ":", "!", "?", "(", ")", '"', "\u201c", "\u201d", "'"]
    + ["\u2019"]
)
ASIDE: Final = re.compile(r"(?<=\w) ?(?:,|\(|\u2014|\u2013|--)| (?:who|which|whose|whom|familiar with|speaking)\b")
POSSESSIVE: Final = re.compile(r"\s?['\u2019]s?\b|\ss\b")
COLLECTIVES: Final = frozenset(
    [
        "opposition",
        "government",
        "regime",
        "ministry",
        "police",
        "army",
        "military",
        "party",
        "company",
        "bank",
        "union",
    ]
    + ["agency", "council", "court", "committee", "commission", "office", "group", "team", "family", "parliament"]
    + [
        "people",
        "media",
        "press",
        "cabinet",
        "coalition",
        "alliance",
        "administration",
        "authority",
        "report",
        "statement",
    ]
)
MAX_MODIFIERS: Final = 5
MAX_OFFICE_SENTENCES: Final = 3
OFFICE: Final = re.compile(
    r"the ((?:\w+ ){0,2}\w+)(?= (?:is|was|has|had|will|would|says|said|wants|did|does|can|could)\b)", re.IGNORECASE
)


class SpeakerResolver:
    """Resolves the sources of one text, in reading order: each answer is a candidate for the pronouns after it."""

    def __init__(self, text: str, mentions: Sequence[Mention], sources: Sequence[Span]) -> None:
        self._text = text
        self._mentions = mentions
        self._starts = [mention.start_char for mention in mentions]
        self._people = [mention for mention in mentions if mention.label is EntityLabel.PERSON]
        self._people_starts = [mention.start_char for mention in self._people]
        self._sentences = sentence_starts(text)
        self._last_names = self._find_last_names()
        self._is_female = self._titled()
        self._roles = self._find_roles()
        self._phrases = self._find_phrases(sources)
        self._spoken: list[tuple[int, Speaker, EntityLabel | None]] = []

    def resolve(self, source: Span, *, within: Speaker | None = None) -> Speaker:
        """Return the speaker that the source names; ``within`` is who speaks the words that it stands in, if any."""
        start, end = trim_span(self._text, source)
        if start >= end:
            start, end = source
        canonical, label, kind = self._canonical(start, end, within)
        speaker = Speaker(start_char=start, end_char=end, text=self._text[start:end], canonical=canonical, kind=kind)
        if label is not None:
            self._spoken.append((start, speaker, label))
        return speaker

    def leader(self, cue_char: int) -> Speaker | None:
        """Return the person that begins the sentence of a cue whose source nobody found, None where there is none."""
        at = bisect_right(self._sentences, cue_char) - 1
        begin = self._sentences[at] if at >= 0 else 0
        inside = self._people[bisect_left(self._people_starts, begin) : bisect_left(self._people_starts, cue_char)]
        person = next((person for person in inside if self._leads(person)), None)
        return self.resolve((person.start_char, person.end_char)) if person else None

    def _canonical(self, start: int, end: int, within: Speaker | None) -> Resolved:
        words = self._words(start, end)
        first = words[0].lower() if words else ""
        if len(words) == 1 and first in PRONOUNS:
            return self._pronoun(first, start, within) or (first, None, SpeakerKind.UNRESOLVED)
        if named := self._named(start, end):
            person = self._last_names.get(named.canonical.casefold())
            name, label = (person, EntityLabel.PERSON) if person else (named.canonical, named.label)
            return name, label, SpeakerKind.NAMED
        head = head_of(words)
        phrase = self._phrase(start, end)
        if head is None:
            return phrase, None, SpeakerKind.UNRESOLVED
        if first in DEFINITE or first == head:
            if (role := self._roles.get(head)) and role[0] <= start:
                return role[1], EntityLabel.PERSON, SpeakerKind.NAMED
            phrase = self._fullest(head, start, phrase)
        if head.endswith("s") or head in COLLECTIVES:
            return phrase, EntityLabel.ORG, SpeakerKind.GROUP
        return phrase, EntityLabel.PERSON, SpeakerKind.ANONYMOUS

    def _words(self, start: int, end: int) -> list[str]:
        return WORD.findall(self._text[start:end])

    # ------------------------------------------------------------ names
    def _named(self, start: int, end: int) -> Mention | None:
        """Return the name that the source is: not one that only says whose spokesman or from where somebody is."""
        inside = self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        people = [m for m in inside if m.label is EntityLabel.PERSON and self._is_head(m, start, end)]
        if people:
            return people[-1] if self._is_apposed(people, start) else people[0]
        groups = [m for m in inside if m.label in GROUPS and self._is_head(m, start, end, is_group=True)]
        return groups[-1] if groups else None

    def _is_apposed(self, people: Sequence[Mention], start: int) -> bool:
        return len(people) > 1 and "," in self._text[people[-2].end_char : people[-1].start_char] and start >= 0

    def _is_head(self, mention: Mention, start: int, end: int, *, is_group: bool = False) -> bool:
        if self._is_governed(mention, start) or (is_group and mention.label is EntityLabel.NORP):
            return False
        after = self._text[mention.end_char : end]
        if POSSESSIVE.match(after) and WORD.search(after[2:]):
            return False
        rest = [word.lower() for word in WORD.findall(after)]
        return not is_group or not rest or rest[0] in AFTER_HEAD

    def _is_governed(self, mention: Mention, start: int) -> bool:
        """Say whether the name only tells whose: "a spokesman for Brook", not "the envoy for Syria Ada Brook"."""
        words = list(WORD.finditer(self._text, start, mention.start_char))
        last = next((word for word in reversed(words) if word.group().lower() in PREPOSITIONS), None)
        if last is None or "," in self._text[last.end() : mention.start_char]:
            return False
        before = self._mentions[: bisect_left(self._starts, mention.start_char)][-1:]
        return not (before and before[0].start_char >= last.end() and mention.start_char - before[0].end_char <= 1)

    def _find_last_names(self) -> dict[str, str]:
        """Return the full names by their last names, case-folded; a last name that two people share is left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in {mention.canonical for mention in self._people if " " in mention.canonical}:
            found[name.rsplit(" ", 1)[-1].casefold()].add(name)
        return {last: names.pop() for last, names in found.items() if len(names) == 1}

    def _titled(self) -> dict[str, bool]:
        """Return for each person whom a title shows to be a man or a woman whether she is a woman."""
        found: dict[str, bool] = {}
        for mention in self._people:
            before = self._text[max(0, mention.start_char - 12) : mention.start_char].lower().split()[-1:]
            titles = {*before, self._text[mention.start_char : mention.end_char].lower().split()[0]}
            if titles & (MALE_TITLES | FEMALE_TITLES):
                found[mention.canonical] = bool(titles & FEMALE_TITLES)
        return found

    def _find_roles(self) -> dict[str, tuple[int, str]]:
        """Return for each role's word ("envoy") the place and name of the one person who has it; shared roles go."""
        people: dict[str, dict[str, int]] = defaultdict(dict)
        for mention in self._people:
            for word in WORD.findall(mention.role.lower()) if mention.role else ():
                if word in ROLE_FIELDS:
                    people[word].setdefault(mention.canonical, mention.start_char)
        return {role: (at, name) for role, held in people.items() if len(held) == 1 for name, at in held.items()}

    # ------------------------------------------------------------ pronouns
    def _pronoun(self, word: str, start: int, within: Speaker | None) -> Resolved | None:
        """Return who the pronoun stands for, None where nothing fits."""
        if word in UNRESOLVED:
            return None
        if word in SPEAKING_SELF:
            return (within.canonical, None, within.kind) if within else None
        if word in RELATIVE:
            before = self._mentions[: bisect_left(self._starts, start)][-1:]
            near = before and start - before[0].end_char <= 3 and before[0].label in GROUPS | {EntityLabel.PERSON}
            return (before[0].canonical, before[0].label, SpeakerKind.NAMED) if near else None
        if word in HE | SHE:
            return self._person_before(start, is_female=word in SHE, within=within)
        return self._group_before(start, is_plural=word in THEY)

    def _person_before(self, start: int, *, is_female: bool, within: Speaker | None) -> Resolved | None:
        """Return the latest person who spoke or begins a sentence before here; a person has one gender in a text."""
        spoken = [
            (at, who.canonical, who.kind)
            for at, who, label in self._spoken
            if label is EntityLabel.PERSON and at < start
        ]
        before = self._people[: bisect_left(self._people_starts, start)]
        leading = [(p.start_char, p.canonical, SpeakerKind.NAMED) for p in before if self._leads(p)]
        others = [(p.start_char, p.canonical, SpeakerKind.NAMED) for p in before]
        for places in (sorted(spoken + leading, reverse=True), others[::-1]):
            for _at, name, kind in places:
                if within is not None and name == within.canonical:
                    continue  # who speaks of "him" speaks of another
                if self._is_female.setdefault(name, is_female) is is_female:
                    return name, EntityLabel.PERSON, kind
        return None

    def _leads(self, person: Mention) -> bool:
        """Say whether the person stands at the head of a sentence, with or without a role."""
        at = bisect_right(self._sentences, person.start_char) - 1
        begin = self._sentences[at] if at >= 0 else 0
        between = self._words(begin, person.start_char)
        return len(between) <= MAX_MODIFIERS + 3 and not any(
            word.lower() in NO_PART - {"of", "for"} for word in between
        )

    def _group_before(self, start: int, *, is_plural: bool) -> Resolved | None:
        """Return the latest group that spoke or begins a sentence before here; "they" are no single office."""
        spoken = [
            (at, who.canonical, label, who.kind)
            for at, who, label in self._spoken
            if label in GROUPS and at < start and not (is_plural and label is EntityLabel.GPE)
        ]
        leading = [
            (m.start_char, m.canonical, m.label, SpeakerKind.NAMED)
            for m in self._mentions[: bisect_left(self._starts, start)]
            if m.label in GROUPS - {EntityLabel.NORP} and self._leads(m)
        ]
        described = [] if is_plural else self._offices_before(start)
        latest = max(spoken + leading + described, default=None)
        return latest[1:] if latest else None

    def _offices_before(self, start: int) -> list[tuple[int, str, EntityLabel, SpeakerKind]]:
        """Return the offices without a name that begin this sentence or those before it: "the government"."""
        found = []
        for begin in self._sentences[: bisect_right(self._sentences, start)][-MAX_OFFICE_SENTENCES:]:
            office = OFFICE.match(self._text, begin)
            if office and office.end() <= start and office.group(1).lower().split()[-1] in COLLECTIVES:
                found.append((begin, office.group(1), EntityLabel.ORG, SpeakerKind.GROUP))
        return found

    # ------------------------------------------------------------ descriptions
    def _phrase(self, start: int, end: int) -> str:
        """Return the source as a name for somebody: without article, on one line."""
        piece = self._text[start:end]
        piece = piece[: aside.start()] if (aside := ASIDE.search(piece)) else piece
        first, last = trim_name(piece, 0, len(piece))
        phrase = " ".join(piece[first:last].split()) or piece
        is_sentence_start = start in self._sentences or first > 0
        word = phrase.split(" ", 1)[0]
        is_name = any(
            overlaps((start + first, start + first + len(word)), (m.start_char, m.end_char))
            for m in self._at(start, end)
        )
        return phrase[:1].lower() + phrase[1:] if is_sentence_start and not is_name and word.istitle() else phrase

    def _at(self, start: int, end: int) -> Sequence[Mention]:
        return self._mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def _find_phrases(self, sources: Sequence[Span]) -> Mapping[str, list[tuple[int, str]]]:
        """Return for each head noun the descriptions that the text has for it, with their places."""
        found: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for start, end in sources:
            named = self._words(start, end)
            if (head := head_of(named)) and not (len(named) == 1 and head in PRONOUNS):
                found[head].append((start, self._phrase(*trim_span(self._text, (start, end)))))
        words = [(word.group().lower(), word.start(), word.end()) for word in WORD.finditer(self._text)]
        for index, (word, _start, end) in enumerate(words):
            if word not in found:
                continue
            begin = index
            while begin > 0 and index - begin < MAX_MODIFIERS and words[begin - 1][0] not in NO_PART | DETERMINERS:
                begin -= 1
            if begin > 0 and words[begin - 1][0] in {"a", "an"} and begin < index:
                found[word].append((words[begin][1], " ".join(self._text[words[begin][1] : end].split())))
        return found

    def _fullest(self, head: str, start: int, phrase: str) -> str:
        """Return the longest description up to here with the same head noun."""
        return max([phrase, *(known for at, known in self._phrases.get(head, ()) if at <= start)], key=len)


def head_of(words: Sequence[str]) -> str | None:
    """Return the noun that a description is about, lower case: the last word before "of", "who", a comma and the like.

    >>> head_of(["the", "senior", "Western", "diplomat", "in", "Geneva"])
    'diplomat'
    """
    lowered = [word.lower() for word in words]
    end = next((index for index, word in enumerate(lowered) if index and word in AFTER_HEAD), len(lowered))
    return next((word for word in reversed(lowered[:end]) if word[0].isalpha() and word not in DETERMINERS), None)
