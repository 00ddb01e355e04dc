"""Who is speaking: from the words that name the source of a quote to the fullest name the article has for them.

Names go to their canonical form, pronouns to the latest speaker or person that fits, and "the diplomat" to the fuller
"senior western diplomat", who stays without a name. What can't be resolved keeps the words of the text. It reads words
and mentions only, so that it serves the grammar's attributions and the tagger's alike.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from newswire.enrich.genders import named_woman, titled_woman
from newswire.enrich.name_spans import trim_name
from newswire.enrich.recase import as_told
from newswire.enrich.roles import MODIFIERS, ROLE_FIELDS
from newswire.enrich.sources import (
    ASIDE,
    COLLECTIVES,
    COMPANIES,
    DEFINITE,
    DETERMINERS,
    GROUPS,
    JOINING,
    OFFICES,
    PREPOSITIONS,
    TITLES_OF_ROLES,
    head_of,
    is_person,
    is_plural,
    speaking_names,
)
from newswire.enrich.spans import WORD, Span, overlaps, sentence_starts, trim_span
from newswire.enrich.turns import LETTERS
from newswire.records import EntityLabel, Field, Mention, Speaker, SpeakerKind

Resolved = tuple[str, EntityLabel | None, SpeakerKind]

HE: Final = frozenset({"he", "him", "his", "himself"})
SHE: Final = frozenset({"she", "her", "hers", "herself"})
THEY: Final = frozenset({"they", "them", "their"})
IT: Final = frozenset({"it", "its"})
SPEAKING_SELF: Final = frozenset({"i", "we", "me", "us", "my", "our"})
ONE: Final = frozenset({"one", "another"})  # of several that were told of
SEVERAL: Final = frozenset({"some", "many", "others", "most", "both", "few", "several", "all"})
LOOSE_BEGIN: Final = re.compile(r"^(?:added|said|says|told|and|but|adds) (?=\w)", re.IGNORECASE)
LOOSE_END: Final = re.compile(
    r"(?: (?:in|on|of|to|at|as|for|with|by|from|and|or|the|an?|who|which|that|said|is|was|are|were|believed))+ ?,?$",
    re.IGNORECASE,
)
RELATIVE: Final = frozenset({"who", "which", "that", "whom"})
UNRESOLVED: Final = frozenset(
    {"you", "your", "there", "what", "when", "where", "everyone", "nobody", "anyone", "someone"}
)
PRONOUNS: Final = UNRESOLVED | ONE | SEVERAL | HE | SHE | THEY | IT | SPEAKING_SELF | RELATIVE
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
MAX_MODIFIERS: Final = 5
MAX_OFFICE_SENTENCES: Final = 3
MAX_BARE_WORDS: Final = 2
MAX_BODIES_BACK: Final = 60  # names before a description: who is further off is not told of any more
MAX_TOLD_SENTENCES: Final = 3  # this one and two before
# What may stand between a name and its "who": "Brook (D-Ohio), who", "Brook -- who".
BETWEEN: Final = re.compile(r"(?:\s*\([^()]{0,40}\))?\s*(?:,|\u2014|\u2013|--?)?\s*$")
HYPHENED_ON: Final = re.compile(r"[-\u2013][a-z]+ [a-z]+")
MAX_ANTECEDENT_CHARS: Final = 120
PLURALS: Final = frozenset({"people", "men", "women", "children", "police", "youths"})
PLAYING: Final = frozenset({Field.SPORT, Field.ARTS})
OFFICE: Final = re.compile(
    r"the ((?:\w+ ){0,2}\w+)(?= (?:is|was|has|had|will|would|says|said|wants|did|does|can|could)\b)", re.IGNORECASE
)


class SpeakerResolver:
    """Resolves the sources of one text, in reading order: each answer is a candidate for the pronouns after it."""

    def __init__(self, text: str, copy: str, mentions: Sequence[Mention], sources: Sequence[Span]) -> None:
        """Take the text, its copy with case restored, what it names, and all sources that will be asked for."""
        self._text = text
        self._copy = as_told(text, copy, [(mention.start_char, mention.end_char) for mention in mentions])
        self._mentions = mentions
        self._starts = [mention.start_char for mention in mentions]
        self._people = [mention for mention in mentions if mention.label is EntityLabel.PERSON]
        self._people_starts = [mention.start_char for mention in self._people]
        self._sentences = sentence_starts(text)
        self._last_names = self._find_last_names()
        self._is_female = self._find_genders()
        self._roles = self._find_roles()
        self._phrases = self._find_phrases(sources)
        self._spoken: list[tuple[int, Speaker, EntityLabel | None]] = []
        self._answering: Resolved | None = None

    def resolve(self, source: Span, *, within: Speaker | None = None, said: Sequence[Span] = ()) -> Speaker:
        """Return the speaker that the source names; ``within`` is who speaks the words that it stands in, if any.

        Who is named in the words that are ``said`` does not say them: "Brook is the best we have, she said".
        """
        start, end = trim_span(self._text, source)
        if start >= end:
            start, end = source
        start, end = self._with_whole_names(start, end)
        canonical, label, kind = self._canonical(start, end, within, said)
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

    def _canonical(self, start: int, end: int, within: Speaker | None, said: Sequence[Span]) -> Resolved:
        words = self._words(start, end)
        first = words[0].lower() if words else ""
        if first in LETTERS and len(words) == 1:
            return self._letter(first, start)
        if len(words) == 1 and first in PRONOUNS:
            return self._pronoun(first, start, within, said) or (first, None, SpeakerKind.UNRESOLVED)
        if named := [self._full(name) for name in speaking_names(self._text, self._at(start, end), start, end)]:
            if len(named) > 1:
                return _listed([name for name, _ in named]), EntityLabel.ORG, SpeakerKind.GROUP
            return *named[0], SpeakerKind.NAMED
        head = head_of(words)
        phrase = self._phrase(start, end)
        if head is None:
            return phrase, None, SpeakerKind.UNRESOLVED
        if first in DEFINITE or first == head:
            if told := self._told_of(head, start, is_bare=first == "the" and len(words) <= MAX_BARE_WORDS):
                return *told, SpeakerKind.NAMED
            phrase = self._fullest(head, start, phrase, are_any=first == head and is_plural(head))
        if is_plural(head) or head in COLLECTIVES or not JOINING.isdisjoint(words):
            return phrase, EntityLabel.ORG, SpeakerKind.GROUP
        return phrase, EntityLabel.PERSON if is_person(head) else EntityLabel.ORG, SpeakerKind.ANONYMOUS

    def _with_whole_names(self, start: int, end: int) -> Span:
        """Return the source with all of the names and words that it begins or ends within: "T" of "AT&T".

        "The U.S." of "The U.S.-based airline" is no speaker, and goes on up to what is.
        """
        number = bisect_left(self._starts, start) - 1
        if number >= 0 and start < self._mentions[number].end_char:
            start = self._mentions[number].start_char
        inside = self._at(start, end)
        end = max(end, inside[-1].end_char) if inside else end
        whole = HYPHENED_ON.match(self._text, end)
        return start, whole.end() if whole else end

    def is_amount(self, source: Span) -> bool:
        """Say whether the source ends in a sum, which nobody speaks of: "profit of $245 million"."""
        return any(m.label is EntityLabel.MONEY and m.end_char >= source[1] for m in self._at(*source))

    def _full(self, name: Mention) -> tuple[str, EntityLabel]:
        person = self._last_names.get(name.canonical.casefold())
        genders = {self._is_female.get(who) for who in (person, name.canonical) if who} - {None}
        return (person, EntityLabel.PERSON) if person and len(genders) < 2 else (name.canonical, name.label)

    def _told_of(self, head: str, start: int, *, is_bare: bool) -> tuple[str, EntityLabel] | None:
        """Return whose description "the <head>" is, of the names before here, None where that is not certain."""
        if (role := self._roles.get(head)) and role[0] <= start:
            return role[1], EntityLabel.PERSON
        if is_bare and head in COLLECTIVES:
            return self._body_before(head, start)
        is_known = any(at < start and phrase.lower() != head for at, phrase in self._phrases.get(head, ()))
        is_person = head in OFFICES or ROLE_FIELDS.get(head) in PLAYING
        return self._person_told_of(start) if is_bare and is_person and not is_known else None

    def _body_before(self, head: str, start: int) -> tuple[str, EntityLabel] | None:
        """Return the latest body with the word in its name ("the ministry"), or one that leads for "the company"."""
        for name in self._mentions[: bisect_left(self._starts, start)][: -MAX_BODIES_BACK - 1 : -1]:
            if name.label is EntityLabel.ORG and (
                head in name.canonical.casefold().split()[1:] or (head in COMPANIES and self._leads(name))
            ):
                return name.canonical, name.label
        return None

    def _person_told_of(self, start: int) -> tuple[str, EntityLabel] | None:
        """Return the person who leads one of the latest sentences and of whom the text tells no other role."""
        since = self._sentences[max(0, bisect_right(self._sentences, start) - MAX_TOLD_SENTENCES) :][:1]
        before = self._people[bisect_left(self._people_starts, since[0] if since else 0) :]
        leading = [name for name in before if name.start_char < start and self._leads(name)]
        name = leading[-1].canonical if leading else None
        return (name, EntityLabel.PERSON) if name and name not in self._with_role else None

    def _words(self, start: int, end: int) -> list[str]:
        return WORD.findall(self._text[start:end])

    # ------------------------------------------------------------ names
    def _find_last_names(self) -> dict[str, str]:
        """Return the full names by their last names, case-folded; a last name that two people share is left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in {mention.canonical for mention in self._people if " " in mention.canonical}:
            found[name.rsplit(" ", 1)[-1].casefold()].add(name)
        return {last: names.pop() for last, names in found.items() if len(names) == 1}

    def _find_genders(self) -> dict[str, bool]:
        """Return whether each person is a woman of whom a title or else the first name tells."""
        named = [(name, named_woman(name)) for name in {mention.canonical for mention in self._people}]
        titled = [(m.canonical, titled_woman(self._text, m.start_char, m.end_char)) for m in self._people]
        return {name: is_woman for name, is_woman in (*named, *titled) if is_woman is not None}

    def _find_roles(self) -> dict[str, tuple[int, str]]:
        """Return for each role's word ("envoy") the place and name of the one person who has it; shared roles go."""
        people: dict[str, dict[str, int]] = defaultdict(dict)
        for mention in self._people:
            before = WORD.findall(self._text[max(0, mention.start_char - 8) : mention.start_char].lower())
            titles = [TITLES_OF_ROLES[word] for word in before if word in TITLES_OF_ROLES]
            words = WORD.findall(mention.role.lower()) if mention.role else []
            end = next((number for number, word in enumerate(words) if word in PREPOSITIONS), len(words))
            for word in (*titles, *words[:end]):
                if word in ROLE_FIELDS and not (is_plural(word) and word[:-1] in ROLE_FIELDS):
                    people[word].setdefault(mention.canonical, mention.start_char)
        self._with_role = {name for held in people.values() for name in held}
        return {role: (at, name) for role, held in people.items() if len(held) == 1 for name, at in held.items()}

    # ------------------------------------------------------------ pronouns
    def _letter(self, letter: str, start: int) -> Resolved:
        """Return who answers in an interview: the person named most before it begins; who asks has no name."""
        unknown: Resolved = (letter.upper(), None, SpeakerKind.UNRESOLVED)
        if self._answering is None:
            before = [person.canonical for person in self._people[: bisect_left(self._people_starts, start)]]
            first, second = (*Counter(before).most_common(2), ("", 0), ("", 0))[:2]
            known = first[1] > second[1]
            self._answering = (first[0], EntityLabel.PERSON, SpeakerKind.NAMED) if known else unknown
        return self._answering if letter == "a" else unknown

    def _pronoun(self, word: str, start: int, within: Speaker | None, said: Sequence[Span]) -> Resolved | None:
        """Return who the pronoun stands for, None where nothing fits."""
        if word in UNRESOLVED:
            return None
        if word in ONE | SEVERAL:
            return word, None, SpeakerKind.ANONYMOUS if word in ONE else SpeakerKind.GROUP
        if word in SPEAKING_SELF:
            return (within.canonical, None, within.kind) if within else None
        if word in RELATIVE:
            return self._antecedent(word, start)
        if word in HE | SHE:
            return self._person_before(start, is_female=word in SHE, within=within, said=said)
        return self._group_before(start, is_plural=word in THEY)

    def _antecedent(self, word: str, start: int) -> Resolved | None:
        """Return what the relative stands for: the name or, for "who", the noun for people right before it."""
        floor = max(0, start - MAX_ANTECEDENT_CHARS)
        end = floor + len(BETWEEN.sub("", self._text[floor:start]))
        name = next(iter(self._mentions[: bisect_left(self._starts, start)][-1:]), None)
        if name and abs(end - name.end_char) <= 1 and name.label in GROUPS | {EntityLabel.PERSON}:
            if name.label is EntityLabel.NORP:
                return name.text, name.label, SpeakerKind.GROUP  # "Republicans who"
            return name.canonical, name.label, SpeakerKind.NAMED
        words = list(WORD.finditer(self._text, floor, end))
        head = words[-1].group().lower() if words and word in {"who", "whom"} else ""
        is_one = is_person(head)
        if not is_one and not is_person(head.removesuffix("s")) and head not in PLURALS:
            return None
        first = len(words) - 1
        while first and words[first - 1].group().lower() in MODIFIERS:
            first -= 1
        phrase = self._phrase(words[first].start(), end)
        if is_one and not is_plural(head):
            return phrase, EntityLabel.PERSON, SpeakerKind.ANONYMOUS
        return phrase, EntityLabel.ORG, SpeakerKind.GROUP

    def _person_before(
        self, start: int, *, is_female: bool, within: Speaker | None, said: Sequence[Span]
    ) -> Resolved | None:
        """Return the latest person who spoke or begins a sentence before here; a person has one gender in a text."""
        spoken = [
            (at, who.canonical, who.kind)
            for at, who, label in self._spoken
            if label is EntityLabel.PERSON and at < start and not _is_somebody_s(who)
        ]
        before = [
            person
            for person in self._people[: bisect_left(self._people_starts, start)]
            if not any(first <= person.start_char < end for first, end in said)
        ]
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
        told = NO_PART - {"of", "for", "."}  # a stop within a sentence is that of "Mr."
        return len(between) <= MAX_MODIFIERS + 3 and not any(word.lower() in told for word in between)

    def _group_before(self, start: int, *, is_plural: bool) -> Resolved | None:
        """Return the latest group that spoke or begins a sentence before here; "they" are no single office."""
        spoken = [
            (at, who.canonical, label, who.kind)
            for at, who, label in self._spoken
            if label in GROUPS and at < start and (_may_be_several(who, label) if is_plural else _may_be_one(who))
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
        piece = self._copy[start:end]
        piece = piece[: aside.start()] if (aside := ASIDE.search(piece)) else piece
        piece = LOOSE_END.sub("", piece) or piece
        start += len(piece) - len(piece := LOOSE_BEGIN.sub("", piece) or piece)
        first, last = trim_name(piece, 0, len(piece))
        phrase = " ".join(piece[first:last].split()) or piece
        is_capital_by_place = start in self._sentences or first > 0 or self._text[start:end].islower()
        word = phrase.split(" ", 1)[0]
        is_name = any(
            overlaps((start + first, start + first + len(word)), (m.start_char, m.end_char))
            for m in self._at(start, end)
        )
        return phrase[:1].lower() + phrase[1:] if is_capital_by_place and not is_name and word.istitle() else phrase

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
                found[word].append((words[begin][1], " ".join(self._copy[words[begin][1] : end].split())))
        return found

    def _fullest(self, head: str, start: int, phrase: str, *, are_any: bool) -> str:
        """Return the longest description up to here with the same head noun and all words of this one.

        ``are_any``: they are told of without "the", and so are not those at one meeting ("analysts").
        """
        words = set(phrase.lower().split())
        known = [
            known
            for at, known in self._phrases.get(head, ())
            if at <= start
            and words <= (longer := set(known.lower().split()))
            and not (are_any and longer & (PREPOSITIONS | JOINING))
        ]
        return max([phrase, *known], key=len)


def _may_be_several(who: Speaker, label: EntityLabel | None) -> bool:
    return label is not EntityLabel.GPE and who.kind is not SpeakerKind.ANONYMOUS


def _may_be_one(who: Speaker) -> bool:
    """Say whether "it" may stand for who spoke: analysts are several, and General Motors is one."""
    words = who.canonical.lower().split()
    head = head_of(words)
    return who.kind is SpeakerKind.NAMED or (head is not None and not is_plural(head) and JOINING.isdisjoint(words))


def _is_somebody_s(who: Speaker) -> bool:
    """Say whether the person is told of as another's ("her teacher"): of the two, "she" is the other."""
    return who.kind is SpeakerKind.ANONYMOUS and who.text.split()[0].lower() in {"his", "her"}


def _listed(names: Sequence[str]) -> str:
    """Return several names as a text lists them.

    >>> _listed(["Ada Brook", "Hope Vale", "Otto Marsh"])
    'Ada Brook, Hope Vale and Otto Marsh'
    """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
