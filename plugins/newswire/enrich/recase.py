"""Give case and apostrophes back to text that lost them, without moving a single character.

Wire archives are often lowercased and stripped of apostrophes ("russia s ally"), and headlines are in capitals. A
statistical tagger reads such lines badly, so it is shown a copy of the same length, and all offsets hold for both.
The model's own vector table is the evidence: its keys are in order of frequency and keep their case, so comparing
the ranks of "russia" and "Russia" tells which is usual.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from newswire.enrich.spans import Span
from newswire.enrich.tables import FIRST_NAMES, SPELLED_NAMES

WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)+\.?|[^\W\d_]+")
LINE = re.compile(r"[^\n]+")
SENTENCE_START = re.compile(r"(?:^|(?<!\.\w)[.!?:] )\W{0,3}([^\W\d_])")
TOKENISED = re.compile(r" \.(?: |$)")  # a sentence's full stop stands apart, and that of "corp." does not
TOKENISED_START = re.compile(r"(?:^| [.!?:] )\W{0,3}([^\W\d_])")
LOST_APOSTROPHE = re.compile(r"(?:(?<=[^\W_])|(?<=[^\W_]{2}\.)) (?=(?:s|d|m|re|ve|ll|t)(?![^\W_]|\.))")
SHORT_FORM = re.compile(r"[a-z]+")
# Which words a lost apostrophe may follow; "s" follows any word. Without the list, "can t" and "tank t 72" look alike.
BEFORE_SHORT_FORM: Mapping[str, frozenset[str]] = {
    "t": frozenset(
        [
            "don",
            "doesn",
            "didn",
            "isn",
            "aren",
            "wasn",
            "weren",
            "won",
            "wouldn",
            "can",
            "couldn",
            "shouldn",
            "hasn",
            "haven",
            "hadn",
            "ain",
            "mustn",
            "needn",
        ]
    ),
    "m": frozenset({"i"}),
    "d": frozenset(["i", "you", "he", "she", "it", "we", "they", "who"]),
    "re": frozenset(["you", "we", "they", "who", "what", "there"]),
    "ve": frozenset(["i", "you", "we", "they", "who", "could", "would", "should", "might", "must"]),
    "ll": frozenset(["i", "you", "he", "she", "it", "we", "they", "who", "that", "there", "what"]),
}
SURE_RATIO = 3.0  # measured on CleanCoNLL dev, degraded: 62.9 F1; 63.1 at 2 with more false names, 62.2 at 6
LIKELY_RATIO = 0.7  # beside a sure name, a word as usual with a capital as without belongs to the name ("bill clinton")
RECASED = "newswire_recased"  # where a Doc's user_data holds both of its texts
MIN_NAME_LETTERS = 3
UNSPEAKABLE = re.compile(r"[b-df-hj-np-tv-xz]{1,5}")  # no vowel in it
PARTICLES = frozenset(
    ["al", "bin", "da", "de", "del", "den", "der", "des", "di", "du", "el", "ibn", "la", "le", "ter", "van", "von"]
)  # small within a name
FUNCTION_WORDS = frozenset(["and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"])
SMALL_IN_NAMES = PARTICLES | FUNCTION_WORDS | {"a.s", "a.s.", "d.d", "d.d.", "s.r.o", "s.r.o."}
LETTERS = re.compile(r"(?<![^\W\d_])(?<!['\u2019])[a-z]+(?![^\W\d_])")  # a run of small letters, as long as it goes
INITIAL_APOSTROPHE = re.compile(r"\b([don])[ '\u2019]([a-z])(?=[a-z]{2})", re.IGNORECASE)
ARABIC_APOSTROPHE = re.compile(r"(?<=\bal-)([a-z]{1,3}[aeiou]) ([a-z])(?=[a-z]{2})", re.IGNORECASE)
INITIALS_AND = re.compile(r"(?<!\S)([a-z]{1,2}) ?& ?([a-z]{1,2})(?!\S)")  # "AT&T", "C&W"
APART = re.compile(r" (?=[,)])|(?<=\() ")  # blanks that tokenisers put before and after marks
MIN_SECOND_NAME = 6  # letters of what is no syllable ("Parker-Bowles")


@dataclass(frozen=True, slots=True)
class Form:
    """How a word is written: ``text``, as long as the word, is ``ratio`` times as frequent as the lowercase word."""

    text: str
    ratio: float


class Caser:
    """Restores case by the ranks of cased words, from the most frequent on."""

    def __init__(self, words_by_frequency: Iterable[str]) -> None:
        self._lower: dict[str, int] = {}
        self._cased: dict[str, tuple[str, int]] = {}
        words = list(words_by_frequency)
        lowered = "\n".join(words).lower().split("\n")  # half a million words; one by one takes twice as long
        for rank, (word, low) in enumerate(zip(words, lowered, strict=True), start=1):
            if low == word:
                self._lower.setdefault(word, rank)
            elif low not in self._cased and len(low) == len(word) and (word.isalpha() or WORD.fullmatch(word)):
                self._cased[low] = word, rank

    def restore(self, text: str) -> str:
        """Return a copy of the same length in which the lines without case are cased; other lines stay as they are."""
        return LINE.sub(
            lambda line: self._restore_line(line.group()) if is_caseless(line.group()) else line.group(), text
        )

    def _restore_line(self, line: str) -> str:
        low = line.lower()
        if len(low) != len(line):  # a few letters change length (Turkish dotted I): leave the line alone
            return line
        if low == line:
            low = restore_apostrophes(low)
        words = list(WORD.finditer(low))
        forms = [self._form(word.group()) for word in words]
        letters = list(low)
        for number, word in enumerate(words):
            if is_name(forms, number):
                letters[word.start() : word.end()] = forms[number].text
        starts = TOKENISED_START if TOKENISED.search(low) else SENTENCE_START
        for start in starts.finditer(low):
            upper = start.group(1).upper()
            letters[start.start(1)] = upper if len(upper) == 1 else start.group(1)
        return spell_names("".join(letters))

    def spell_name(self, name: str, *, is_person: bool) -> str:
        """Return a name of a text without case with the capitals that it has in print, and a lost apostrophe.

        Particles stay small, but a name of no person begins with a capital.

        >>> caser = Caser(["BHP", "XI"])
        >>> names = "bhp steel", "le port of sorn", "sor-x", "px50", "c & w"
        >>> [caser.spell_name(name, is_person=False) for name in names]
        ['BHP Steel', 'Le Port of Sorn', 'Sor-X', 'PX50', 'C&W']
        >>> [caser.spell_name(name, is_person=True) for name in ("anton van der bilek", "moon chee-hwa", "tim o brook")]
        ['Anton van der Bilek', 'Moon Chee-hwa', "Tim O'Brook"]
        >>> [caser.spell_name(name, is_person=True) for name in ("omar al-ja afari", "mary-ann vale", "al xi")]
        ["Omar al-Ja'afari", 'Mary-Ann Vale', 'Al Xi']
        """
        whole = ARABIC_APOSTROPHE.sub(r"\1'\2", name.lower())
        whole = INITIAL_APOSTROPHE.sub(lambda part: f"{part[1]}'{part[2]}".title(), whole)
        words = INITIALS_AND.sub(lambda both: f"{both[1]}&{both[2]}".upper(), APART.sub("", whole)).split(" ")
        return " ".join(
            word
            if word in SMALL_IN_NAMES and (number or (is_person and word != "al"))
            else self._spell_word(word, is_person=is_person, is_first=not number)
            for number, word in enumerate(words)
        )

    def _spell_word(self, word: str, *, is_person: bool, is_first: bool) -> str:
        def spell(part: str) -> str:
            return LETTERS.sub(lambda run: self._as_name(run.group(), is_person=is_person), part)

        first, *rest = word.split("-")
        parts = [first if rest and first in PARTICLES else spell(first)]
        for part in rest:  # "Mary-Ann", but "Chee-hwa"
            is_short = is_person and first not in PARTICLES and 1 < len(part) < MIN_SECOND_NAME
            is_given = part in FIRST_NAMES and (is_first or first in FIRST_NAMES)
            parts.append(part if is_short and not is_given else spell(part))
        return "-".join(parts)

    def _as_name(self, word: str, *, is_person: bool) -> str:
        """Return a word of small letters as the table has it, else with a capital; unspeakable ones are acronyms.

        "Xi" is no acronym in a person's name, whatever the table has more of.
        """
        is_acronym = bool(UNSPEAKABLE.fullmatch(word))
        unknown = word.upper() if is_acronym else _titled(word)
        cased = self._cased[word][0] if word in self._cased else unknown
        return _titled(word) if is_person and cased.isupper() and not is_acronym else cased

    def _form(self, word: str) -> Form:
        usual = self._lower.get(word)
        if word in self._cased:
            cased, rank = self._cased[word]
            return Form(cased, SURE_RATIO if usual is None else usual / rank)
        if usual is not None or len(word) < MIN_NAME_LETTERS:
            return Form(word, 0.0)
        return Form(_titled(word), SURE_RATIO)


def _titled(word: str) -> str:
    """Return the word with a capital, as long as it was."""
    title = word.capitalize()
    return title if len(title) == len(word) else word


@dataclass(frozen=True, slots=True, kw_only=True)
class Recased:
    """A text as given and its copy with case restored, of the same length; ``Doc.text`` would build the copy anew."""

    text: str
    copy: str
    caser: Caser


def is_name(forms: list[Form], number: int) -> bool:
    """Say whether the word is usually written with a capital, by itself or beside a word that is."""
    ratio = forms[number].ratio
    if forms[number].text.lower() in PARTICLES:
        return False
    if ratio >= SURE_RATIO:
        return True
    after = forms[number + 1].ratio if number + 1 < len(forms) else 0.0
    return ratio >= LIKELY_RATIO and after >= SURE_RATIO


def is_caseless(line: str) -> bool:
    """Say whether the line's letters tell nothing by their case: all small, or all capitals in more than one word.

    >>> is_caseless("talks end in geneva ."), is_caseless("TALKS END"), is_caseless("Talks end"), is_caseless("NATO")
    (True, True, False, False)
    """
    return line == line.lower() or (line == line.upper() and " " in line.strip())


def restore_apostrophes(line: str) -> str:
    """Put an apostrophe in place of the blank where one was lost.

    >>> restore_apostrophes("russia s ally said it won t go , and i m here")
    "russia's ally said it won't go , and i'm here"
    """

    def replace(blank: re.Match[str]) -> str:
        form = SHORT_FORM.match(line, blank.end())
        assert form is not None, "the pattern looked ahead for it"
        allowed = BEFORE_SHORT_FORM.get(form.group())
        start = line.rfind(" ", 0, blank.start()) + 1
        return "'" if allowed is None or line[start : blank.start()] in allowed else " "

    return LOST_APOSTROPHE.sub(replace, line)


def as_told(text: str, copy: str, names: Iterable[Span]) -> str:
    """Return the text as descriptions quote it: of one without case its copy's apostrophes, and its capitals in names.

    >>> as_told("norden s new head", "Norden's New Head", [(0, 6)])
    "Norden's new head"
    """
    if not text.islower():
        return copy
    told = [mark if mark == "'" else char for char, mark in zip(text, copy, strict=True)]
    for start, end in names:
        told[start:end] = copy[start:end]
    return "".join(told)


def spell_names(line: str) -> str:
    """Write the well-known names of several common words with their capitals ("white house" -> "White House")."""
    return SPELLED_NAMES.sub(lambda name: name.group().title(), line)
