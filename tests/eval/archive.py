"""How far an archive's copy says what print says: `python -m tests.eval.archive`.

Reuters stories that nobody marked are annotated as printed and as an archive would hold them: lowercased, tokenised,
without quotation marks. What both have in common need not be true, but what only one has is a fault of either: names by
their words, label and canonical name, statements by their words (Jaccard .5) and speaker. ``--verbose`` lists what
differs.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from newswire.enrich.annotate import annotate_texts, annotation_document
from newswire.enrich.model import load_model
from newswire.enrich.spans import Span, words_within
from newswire.errors import RejectedError
from newswire.records import EntityLabel
from tests.eval.annotations import load_score_tool, score_tool
from tests.eval.data import eval_folder, reuters_texts

STORIES = 2500
EVERY = 10
MIN_JACCARD = 0.5
NAMES = (EntityLabel.PERSON, EntityLabel.GPE, EntityLabel.ORG, EntityLabel.NORP, EntityLabel.LOC)
Document = dict[str, Any]
Difference = tuple[str, str, Any, Any]  # of what, how it differs, in print, in the copy


@dataclass(frozen=True, slots=True)
class Pair:
    """A story in print and its copy: of each word its place in both."""

    printed: str
    copy: str
    printed_spans: Sequence[Span]
    copy_spans: Sequence[Span]


def main() -> int:
    """Print the shares; exit status 1 where the material is not there."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--every", type=int, default=EVERY, help="one of so many stories")
    options.add_argument("--first", type=int, default=0, help="the number of the first")
    options.add_argument("--verbose", action="store_true")
    asked = options.parse_args()
    texts = reuters_texts(eval_folder(), STORIES)[asked.first :: asked.every]
    if not texts or not score_tool().is_file():
        print(f"no test material at {eval_folder()}: set NEWSWIRE_EVAL_DATA")
        return 1
    counts = Counter[tuple[str, str]]()
    tool = load_score_tool()
    for what, how, printed, copied in compare([make_pair(tool, text.replace("&amp;", "&")) for text in texts]):
        counts[what, how] += 1
        if asked.verbose and how != "same":
            print(f"{what} {how}: {printed} | {copied}")
    report(counts)
    return 0


def report(counts: Counter[tuple[str, str]]) -> None:
    """Print of each kind how much of what print has the copy has, and how much it has beside."""
    print(f"{'archive copy and print':24}{'both':>8}{'the same':>10}{'in print':>10}{'in the copy':>13}")
    for what in (*(label.value for label in NAMES), "quote"):
        same, other = counts[what, "same"], counts[what, "otherwise"]
        both = same + other
        share = f"{same / max(1, both):.3f}"
        print(
            f"    {what:20}{both:8}{share:>10}{counts[what, 'only in print']:10}{counts[what, 'only in the copy']:13}"
        )


def make_pair(tool: ModuleType, text: str) -> Pair:
    """Return the story and its copy, degraded as for the other scores; ``tool`` is the common measure's."""
    sentences = tool.degrade(text, tool.sentences(text))
    copy, spans = tool.to_text(sentences)
    return Pair(text, copy, [(start, end) for sentence in sentences for _, start, end in sentence], spans)


def compare(pairs: Sequence[Pair]) -> Iterator[Difference]:
    """Yield for each name and statement how the two readings of it differ."""
    nlp = load_model(with_tagger=True)
    printed = annotate_texts(nlp, (pair.printed for pair in pairs))
    copied = annotate_texts(nlp, (pair.copy for pair in pairs))
    for pair, left, right in zip(pairs, printed, copied, strict=True):
        if isinstance(left, RejectedError) or isinstance(right, RejectedError):
            continue
        both = annotation_document(left), annotation_document(right)
        yield from _names(pair, *both)
        yield from _quotes(pair, *both)


def _names(pair: Pair, left: Document, right: Document) -> Iterator[Difference]:
    printed = _named(left, pair.printed, pair.printed_spans)
    copied = _named(right, pair.copy, pair.copy_spans)
    for words, name in printed.items():
        if words not in copied:
            yield name["label"], "only in print", name["text"], ""
        else:
            here, there = ((one["label"], one["canonical"]) for one in (name, copied[words]))
            is_same = (here[0], here[1].casefold()) == (there[0], there[1].casefold())
            yield name["label"], "same" if is_same else "otherwise", here, there
    yield from (
        (name["label"], "only in the copy", "", name["text"]) for words, name in copied.items() if words not in printed
    )


def _named(document: Document, text: str, words: Sequence[Span]) -> dict[frozenset[int], dict[str, Any]]:
    """Return the names of the compared labels, each by the numbers of its words."""
    return {
        _words(text, words, [(name["start_char"], name["end_char"])]): name
        for name in document["entities"]
        if name["label"] in NAMES
    }


def _quotes(pair: Pair, left: Document, right: Document) -> Iterator[Difference]:
    rest = [(_words(pair.copy, pair.copy_spans, quote["spans"]), quote) for quote in right["quotes"]]
    for quote in left["quotes"]:
        words = _words(pair.printed, pair.printed_spans, quote["spans"])
        scored = [(len(words & other) / max(1, len(words | other)), -number) for number, (other, _) in enumerate(rest)]
        best, number = max(scored, default=(0.0, 0))
        if best < MIN_JACCARD:
            yield "quote", "only in print", _told(quote), ""
            continue
        other = rest.pop(-number)[1]
        speakers = [(one["speaker"] or {}).get("canonical", "").casefold() for one in (quote, other)]
        yield "quote", "same" if speakers[0] == speakers[1] else "otherwise", _told(quote), _told(other)
    yield from (("quote", "only in the copy", "", _told(quote)) for _, quote in rest)


def _told(quote: Document) -> str:
    speaker = quote["speaker"] or {}
    return f"{speaker.get('text')} = {speaker.get('canonical')}: {quote['text'][:80]!r}"


def _words(text: str, words: Sequence[Span], spans: Iterable[Span]) -> frozenset[int]:
    """Return the numbers of the words that have a part in the spans, without marks around them."""
    starts = [start for start, _ in words]
    found = {number for span in spans for number in words_within(starts, words, span)}
    kept = [number for number in sorted(found) if any(map(str.isalnum, text[slice(*words[number])]))]
    return frozenset(number for number in found if kept and kept[0] <= number <= kept[-1])


if __name__ == "__main__":
    raise SystemExit(main())
