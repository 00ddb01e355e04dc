"""Direct speech whose quotation marks were lost, in text that has none.

A story tells the past in the third person. A sentence with "I", "we" or "you" in it, or one that goes on with "and" or
"but" into a sentence that somebody is said to have said, is heard as speech; a sentence in the present tense alone is
heard so only between two of those.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from spacy.tokens import Doc
from spacy.tokens import Span as Words

from newswire.enrich.attributions import Attribution, Evidence
from newswire.enrich.spans import WORD, Span, covered, cut_spans, has_word, overlaps, union_spans
from newswire.enrich.speech import FIRST_PERSON, LINE, is_told_in_present

SPEECH_PRONOUNS: Final = frozenset(
    ["i", "we", "you", "me", "us", "my", "our", "your", "mine", "ours", "yours", "myself", "ourselves"]
)
GOING_ON: Final = frozenset({"and", "but", "so", "or", "because"})
PRESENT_TAGS: Final = frozenset({"VBP", "VBZ", "MD", "VB"})
MAX_RUN_SENTENCES: Final = 5
MAX_SPOKEN_LINES: Final = 6
MIN_FILLED: Final = 0.3
DEICTICS: Final = frozenset({"this", "that", "these", "those", "it", "there"})
PRESENT_BE: Final = frozenset({"is", "'s", "are", "'re"})
MIN_CASED_RATIO: Final = 0.01


def has_lost_marks(text: str) -> bool:
    """Say whether this is text without case and quotation marks, as archives keep it."""
    if any(mark in text for mark in '"\u201c\u201d\u00ab\u00bb'):
        return False
    letters, capitals = sum(map(str.isalpha, text)), sum(map(str.isupper, text))
    return letters > 0 and capitals < MIN_CASED_RATIO * letters


def is_spoken(sentence: Words) -> bool:
    """Say whether the sentence has a pronoun of the first or second person."""
    return any(token.lower_ in SPEECH_PRONOUNS for token in sentence)


def is_present(sentence: Words) -> bool:
    """Say whether the main verb stands in the present tense, by itself or by its auxiliary."""
    root = sentence.root
    return any(word.tag_ in PRESENT_TAGS for word in (root, *(child for child in root.children if child.dep_ == "aux")))


def goes_on(sentence: Words) -> bool:
    """Say whether the sentence begins by going on from another ("and", "but")."""
    return next((token.lower_ in GOING_ON for token in sentence if not token.is_space), False)


def is_deictic(sentence: Words) -> bool:
    """Say whether the sentence begins as spoken comment does: "this is", "it's", "there are"."""
    words = [token for token in sentence if not token.is_space][:2]
    return len(words) > 1 and words[0].lower_ in DEICTICS and words[1].lower_ in PRESENT_BE


class SpeechRuns:
    """Gives each attribution, in reading order, the unattributed sentences around it that the same speaker goes on in.

    No sentence is given twice.
    """

    def __init__(self, sentences: Sequence[Words], is_attributed: Sequence[bool]) -> None:
        self._sentences = sentences
        self._is_attributed = is_attributed
        self._taken: set[int] = set()

    def take(self, number: int, *, is_opening: bool) -> list[Words]:
        """Return the run before and after sentence ``number``; an opening cue ("he said:") has none before it."""
        first = number if is_opening else self._first(number)
        last = self._last(number)
        run = [candidate for candidate in range(first, last + 1) if candidate != number]
        self._taken.update(run)
        return [self._sentences[candidate] for candidate in run]

    def _first(self, number: int) -> int:
        first = number
        for candidate in range(number - 1, max(-1, number - 1 - MAX_RUN_SENTENCES), -1):
            sentence = self._sentences[candidate]
            if candidate in self._taken:
                break
            if is_spoken(sentence) or (not self._is_attributed[candidate] and goes_on(self._sentences[candidate + 1])):
                first = candidate
            elif not is_present(sentence):
                break
        return first

    def _last(self, number: int) -> int:
        last = number
        for candidate in range(number + 1, min(len(self._sentences), number + 1 + MAX_RUN_SENTENCES)):
            sentence = self._sentences[candidate]
            if self._is_attributed[candidate]:
                break
            if is_spoken(sentence) or is_deictic(sentence) or (goes_on(sentence) and is_present(sentence)):
                last = candidate
            elif not is_present(sentence):
                break
        return last


def sounds_direct(doc: Doc, attribution: Attribution) -> bool:
    """Say whether the content is in the speaker's own words: after a colon, or before its cue and not told as past."""
    if attribution.evidence is Evidence.COLON:
        return True
    start, end = attribution.content[0]
    words = doc.char_span(start, end, alignment_mode="contract")
    if words is None or start > attribution.cue[0]:
        return False
    return is_spoken(words) or is_present(words) or goes_on(words)


def join_runs(
    text: str, attributions: Sequence[Attribution], is_direct: Sequence[bool]
) -> list[tuple[Attribution, bool]]:
    """Return the attributions, direct ones with whole lines and the spoken lines right before and after them.

    With each comes whether it is direct: one that seemed not to be is, where spoken lines lead up to it that do not go
    on from a direct statement before them. A line that nobody is said to say and that has "I", "we" or "told me" in it
    is speech, and so is what is told in the present between two lines of speech. Lines between two statements are of
    the cue that closes the run. A text with many such lines is told in the first person, and left alone.
    """
    joined = [
        (_with_whole_lines(text, item), True) if direct else (item, False)
        for item, direct in zip(attributions, is_direct, strict=True)
    ]
    told = covered(text, (span for item, _ in joined for span in item.content))
    spoken = covered(text, (span for item, direct in joined if direct for span in item.content))
    lines = [line.span() for line in LINE.finditer(text)]
    if sum(_is_spoken_line(text, *line, told) for line in lines) > MAX_SPOKEN_LINES:
        return joined
    for number, (item, direct) in enumerate(joined):
        start = min(first for first, _ in item.content)
        if not item.is_speech or start > item.cue[0]:
            continue
        begin = _run_begin(text, start, told)
        line_before = slice(text.rfind("\n", 0, max(0, begin - 1)) + 1, begin)
        if begin < start and (direct or not any(spoken[line_before])):
            joined[number] = replace(item, content=((begin, start), *item.content)), True
            told[begin:start] = b"\1" * (start - begin)
    for number, (item, direct) in enumerate(joined):
        last = item.content[-1][1]
        if direct and item.is_speech and (end := _run_end(text, last, item.frame, told)) > last:
            begin = text.find("\n", last) + 1
            joined[number] = replace(item, content=(*item.content, (begin, end))), True
    return joined


def _run_begin(text: str, start: int, told: bytearray) -> int:
    """Return where the spoken lines begin that lead up to ``start``; itself where there are none."""
    begin = at = start
    for _ in range(MAX_RUN_SENTENCES):
        end = text.rfind("\n", 0, at)
        if end < 0 or text[end + 1 : at].strip():
            break
        at = text.rfind("\n", 0, end) + 1
        if _is_spoken_line(text, at, end, told):
            begin = at
        elif not is_told_in_present(text[at:end]):
            break
    return begin


def _run_end(text: str, last: int, frame: Span, told: bytearray) -> int:
    """Return where the spoken lines end that go on from the line of ``last``; itself where there are none."""
    end, at = last, text.find("\n", last)
    if at < 0 or any(has_word(text[slice(*piece)]) for piece in cut_spans((last, at), [frame])):
        return last
    for _ in range(MAX_RUN_SENTENCES):
        start, at = at + 1, text.find("\n", at + 1)
        at = len(text) if at < 0 else at
        if any(told[start:at]):
            break
        if _is_spoken_line(text, start, at, told):
            end = at
        elif start >= at or not is_told_in_present(text[start:at]):
            break
    return end


def _with_whole_lines(text: str, item: Attribution) -> Attribution:
    """Return what is said in the speaker's own words with whole lines, where most of a line's words are part of it.

    Beside the frame of its cue a line has two parts, before and after it, each filled for itself.
    """
    filled = list(item.content)
    if "\n" not in text[filled[0][0] : filled[-1][1]]:
        return item
    for line in LINE.finditer(text, text.rfind("\n", 0, filled[0][0]) + 1):
        if line.start() >= item.content[-1][1]:
            break
        for part in cut_spans(line.span(), [item.frame]):
            words = [word.span() for word in WORD.finditer(text, *part)]
            inside = sum(any(overlaps(word, span) for span in item.content) for word in words)
            if words and MIN_FILLED * len(words) <= inside < len(words):
                filled.append((words[0][0], words[-1][1]))
    return replace(item, content=tuple(union_spans(filled)))


def _is_spoken_line(text: str, start: int, end: int, told: bytearray) -> bool:
    """Say whether the reporter's part of the line has a pronoun of the first person: what others say has its own."""
    words = [(word.group().lower(), word.start()) for word in WORD.finditer(text, start, end)]
    return any(word in FIRST_PERSON and not told[at] for word, at in words)
