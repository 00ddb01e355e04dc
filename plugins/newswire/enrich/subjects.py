"""Who a cue's source is where the tagger marked none: read from the words around the cue and their parts of speech.

"..., noting that" goes on with the subject of its sentence, "who said" names its relative, "was denied by" its agent.
It needs tags only, no parse; of two subjects the first of the sentence is taken.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

from spacy.tokens import Doc

from newswire.enrich.spans import MARKS, Span, covered, overlaps, sentence_starts
from newswire.enrich.spread import read_tokens
from newswire.enrich.tables import CUE_VERBS
from newswire.enrich.tags import guess_tags

FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOUNS: Final = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP", "WP"})
IN_NOUN_PHRASE: Final = NOUNS | {"DT", "JJ", "JJR", "JJS", "CD", "POS", "PRP$", "VBN", "PDT", "HYPH", "ADD"}
MAY_BEGIN: Final = IN_NOUN_PHRASE - {"POS", "VBN", "HYPH"}
VERBS: Final = FINITE | {"VB", "VBG", "VBN"}
BETWEEN: Final = frozenset({"RB", "RBR", "MD", "TO"})  # may stand between a subject and its verb
BE: Final = frozenset({"is", "are", "was", "were", "be", "been", "being", "am", "'s", "'re", "'m"})
HAVE: Final = frozenset({"has", "have", "had", "having", "'ve", "'d", "do", "does", "did"})
HELPING: Final = (
    BE | HAVE | {"will", "would", "can", "could", "may", "might", "must", "should", "shall", "'ll", "wo", "ca"}
)
ALONE: Final = frozenset({"some", "many", "others", "most", "both", "few", "all", "one", "another", "this", "that"})
NO_SUBJECT: Final = frozenset({"there", "what"})
# Said of somebody by others: "is expected to", "was asked about". Not so others in that form: "is convinced".
OF_OTHERS: Final = frozenset(
    ["asked", "expected", "told", "questioned", "accused", "criticized", "criticised", "said", "believed", "reported"]
    + ["described", "condemned", "considered", "seen", "known", "thought", "alleged", "rumoured", "rumored", "urged"]
    + ["celebrated", "quoted", "named", "called", "recommended", "pressed", "warned", "advised", "informed", "reminded"]
)
SEEMING: Final = frozenset({"seem", "seems", "seemed", "appear", "appears", "appeared"})
MAX_BACK: Final = 60
MAX_AGENT: Final = 12
MAX_ANNOUNCING: Final = 20  # words between a verb of speech and the words in marks that it announces
MARK_TAGS: Final = MARKS | {"'"}


@dataclass(frozen=True, slots=True)
class Word:
    """A token: its place in characters, its form in small letters, and its tag (Penn Treebank)."""

    start: int
    end: int
    form: str
    tag: str

    def is_one_of(self, verbs: Set[str]) -> bool:
        """Say whether the word is one of the verbs; the "'s" of "Brook's" is none."""
        return self.form in verbs and self.tag != "POS"


def read_words(doc: Doc) -> list[Word]:
    """Return the tokens that are no blanks, with guessed tags."""
    tokens = read_tokens(doc)
    kept = [
        (start, start + len(form), form)
        for start, form in zip(tokens.starts, tokens.lowers, strict=True)
        if not form.isspace()
    ]
    tags = guess_tags(form for _, _, form in kept)
    return [Word(start, end, form, tag) for (start, end, form), tag in zip(kept, tags, strict=True)]


@dataclass(frozen=True, slots=True)
class Tag:
    """What tells who spoke words in marks: "Brook said"."""

    cue: Span
    source: Span


class Subjects:
    """Finds the sources of one text's cues; ``words`` are its tagged tokens, ``marked`` what stands in marks."""

    def __init__(self, text: str, words: Sequence[Word], marked: Sequence[Span]) -> None:
        self._words = words
        self._is_marked = covered(text, marked)
        self._starts = [word.start for word in words]
        self._sentences = sentence_starts(text)

    def find(self, cue: Span, content: Sequence[Span]) -> Span | None:
        """Return the words that name who says what hangs on the cue, None where they don't stand in its sentence."""
        first, last = bisect_left(self._starts, cue[0]), bisect_left(self._starts, cue[1])
        if first >= last:
            return None
        if self._words[first].form == "according":
            return self._phrase_from(last, content)
        verb = next(
            (n for n in range(first, last) if self._words[n].tag in VERBS and self._words[n].form not in HELPING), None
        )
        verb = verb if verb is not None else next((n for n in range(first, last) if self._words[n].is_one_of(BE)), None)
        if verb is None:
            return self._possessor(first, last)
        if self._words[verb].form in SEEMING:
            return None
        if self._is_passive(verb):
            return self._agent(last, content)
        begin = self._begin(cue[0])
        return self._before(first, begin, content) or self._inverted(verb, last, content) or self._leading(begin, first)

    def _begin(self, char: int) -> int:
        """Return the number of the first word of the sentence."""
        at = bisect_right(self._sentences, char) - 1
        return bisect_left(self._starts, self._sentences[at]) if at >= 0 else 0

    def tag_after(self, char: int) -> Tag | None:
        """Return the verb of speech and its subject that follow a closing mark at ``char``, in either order."""
        first = bisect_left(self._starts, char)
        while first < len(self._words) and self._words[first].tag in MARK_TAGS | {","}:
            first += 1
        if first >= len(self._words):
            return None
        if self._is_speech(first):
            source = self._phrase_from(first + 1, ())
            return Tag((self._words[first].start, self._words[first].end), source) if source else None
        source = self._phrase_from(first, ())
        after = bisect_left(self._starts, source[1]) if source else len(self._words)
        if source and after < len(self._words) and self._is_speech(after):
            return Tag((self._words[after].start, self._words[after].end), source)
        return None

    def tag_before(self, char: int) -> Tag | None:
        """Return the verb of speech and its subject that announce words in marks from ``char`` on.

        Nothing else may be told between the two, and a comma or colon parts them: "Brook said after talks in Oslo:".
        """
        at = bisect_left(self._starts, char) - 1
        while at >= 0 and self._words[at].tag in MARK_TAGS:
            at -= 1
        if at < 0 or self._words[at].form not in {",", ":"}:
            return None
        begin = max(self._begin(self._words[at].start), at - MAX_ANNOUNCING)
        for number in range(at - 1, begin - 1, -1):
            if self._is_marked[self._words[number].start]:
                return None
            if self._is_speech(number, FINITE | {"VBG"}):
                cue = (self._words[number].start, self._words[number].end)
                source = self.find(cue, ())
                return Tag(cue, source) if source else None
            if self._words[number].tag in FINITE:
                return None
        return None

    def _is_speech(self, number: int, tags: Set[str] = FINITE) -> bool:
        verb = CUE_VERBS.get(self._words[number].form)
        return verb is not None and verb.is_speech and self._words[number].tag in tags

    def is_about(self, anchor: Span) -> bool:
        """Say whether the subject of the cue's word is whom others speak of: "is expected to", "was asked", "seems"."""
        at = bisect_left(self._starts, anchor[0])
        if at >= len(self._words):
            return False
        word = self._words[at]
        if word.form in SEEMING or (word.form == "asked" and at and self._words[at - 1].form == ","):
            return True  # "the envoy, asked what would follow, said"
        before = at - 1
        while before >= 0 and self._words[before].tag in BETWEEN and not self._words[before].is_one_of(BE):
            before -= 1
        return word.form in OF_OTHERS and before >= 0 and self._words[before].is_one_of(BE)

    def agent(self, anchor: Span) -> Span | None:
        """Return who does what the passive says: "was asked by reporters"."""
        return self._agent(bisect_left(self._starts, anchor[1]), ())

    def _possessor(self, first: int, last: int) -> Span | None:
        """Return whose word it is: "his complaints", "the mayor's criticism"."""
        for number in range(max(0, first - 1), last):
            word = self._words[number]
            if word.tag == "PRP$":
                return word.start, word.end
            if word.tag == "POS" and number:
                return self._phrase_to(number - 1, 0)
        return None

    def _is_passive(self, verb: int) -> bool:
        if self._words[verb].tag != "VBN":
            return False
        before = verb - 1
        while before >= 0 and self._words[before].tag in BETWEEN:
            before -= 1
        return before >= 0 and self._words[before].form not in HAVE

    def _agent(self, last: int, content: Sequence[Span]) -> Span | None:
        """Return the noun phrase after "by"."""
        for number in range(max(0, last - 1), min(len(self._words) - 1, last + MAX_AGENT)):
            if self._words[number].form == "by":
                return self._phrase_from(number + 1, ())
            if self._words[number].tag in {".", ",", *FINITE} and number >= last:
                return None
        return None

    def _before(self, first: int, begin: int, content: Sequence[Span]) -> Span | None:
        """Return the subject that ends right before the cue: "they believe", "graphics showing"."""
        at = first - 1
        while at >= begin and (self._words[at].tag in BETWEEN or self._words[at].is_one_of(BE | HAVE)):
            at -= 1
        if at < begin:
            return None
        span = self._phrase_to(at, begin)
        return span if span and not any(overlaps(span, piece) for piece in content) else None

    def _inverted(self, verb: int, last: int, content: Sequence[Span]) -> Span | None:
        """Return the subject right after its verb: "said Brook"; not what the verb is about."""
        if self._words[verb].tag not in FINITE or not content or content[0][0] > self._words[verb].start:
            return None
        return self._phrase_from(last, content)

    def _leading(self, begin: int, first: int) -> Span | None:
        """Return the first subject of the sentence, the words right before its first finite verb.

        "Brook, asked how long it would hold, said" begins with it.
        """
        if first - 1 > begin and self._words[first - 1].form == "," and (opening := self._phrase_from(begin, ())):
            after = bisect_left(self._starts, opening[1])
            if after < first - 1 and self._words[after].form == ",":
                return opening
        for number in range(max(begin + 1, first - MAX_BACK), first):
            word = self._words[number]
            if word.tag not in FINITE or self._is_marked[word.start]:
                continue
            at = number - 1
            while at > begin and self._words[at].tag in {"RB", ","} and self._words[at].form != ",":
                at -= 1
            if self._words[at].tag in {"WP", "WDT"}:
                at -= 2 if at > begin + 1 and self._words[at - 1].form == "," else 1
            if at >= begin and (span := self._phrase_to(at, begin)):
                return span
            if self._words[at].form == "," and (span := self._before_aside(at, begin)):
                return span
        return self._of_tag_before(begin, first)

    def _of_tag_before(self, begin: int, first: int) -> Span | None:
        """Return who spoke what the cue goes on from: "...," said Brook, noting that"."""
        if self._words[first - 1].form != ",":
            return None
        for number in range(max(begin, first - MAX_AGENT), first - 1):
            if self._is_speech(number) and not self._is_marked[self._words[number].start]:
                source = self._phrase_from(number + 1, ())
                if source and bisect_left(self._starts, source[1]) == first - 1:
                    return source
        return None

    def _before_aside(self, comma: int, begin: int) -> Span | None:
        """Return the subject that an aside parts from its verb: "Brook, the mayor of Oslo, denied"."""
        other = next((n for n in range(comma - 1, begin, -1) if self._words[n].form == ","), None)
        return self._phrase_to(other - 1, begin) if other is not None else None

    def _phrase_to(self, last: int, begin: int) -> Span | None:
        """Return the noun phrase that ends with the word ``last``, with what it is "of": "the pilot of the ferry"."""
        at = self._first_of(last, begin)
        if at is None:
            return None
        while (
            at > begin + 1 and self._words[at - 1].form == "of" and (head := self._first_of(at - 2, begin)) is not None
        ):
            at = head
        return self._words[at].start, self._words[last].end

    def _first_of(self, last: int, begin: int) -> int | None:
        """Return the first word of the noun phrase that ends with the word ``last``."""
        word = self._words[last]
        if word.form in NO_SUBJECT or not (word.tag in NOUNS or word.form in ALONE):
            return None
        at = last
        if word.tag not in {"PRP", "WP"} and word.form not in ALONE:
            while at > begin and self._words[at - 1].tag in IN_NOUN_PHRASE - {"PRP", "WP"}:
                at -= 1
            while at < last and self._words[at].tag not in MAY_BEGIN:
                at += 1
        return at

    def _phrase_from(self, first: int, content: Sequence[Span]) -> Span | None:
        """Return the noun phrase that begins with the word ``first``, with what follows its "of", "for" or "in"."""
        at = first
        while at < len(self._words) and (
            self._words[at].tag in IN_NOUN_PHRASE or (at > first and self._words[at].form in {"of", "for", "in", "at"})
        ):
            at += 1
        while at > first and self._words[at - 1].tag not in NOUNS:
            at -= 1
        if at == first:
            return None
        span = self._words[first].start, self._words[at - 1].end
        return span if not any(overlaps(span, piece) for piece in content) else None
