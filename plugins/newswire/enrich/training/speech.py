"""Weigh the traits of speech: ``python -m newswire.enrich.training.speech --cased ARCHIVE``.

Reads cased texts as an archive would hold them, and in the marks that they have in print which words are the speaker's
own. Writes the weights of ``speech.py`` beside the rules. Needs no PyTorch; run it after each export.
"""

import argparse
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from spacy.language import Language

from newswire.enrich.confidence import ConfidenceMap, Signs, write_map
from newswire.enrich.marks import find_marked
from newswire.enrich.model import load_model
from newswire.enrich.spans import Span, covered
from newswire.enrich.speech import EVEN, MIN_DIRECT, SPEECH_MAP, statement_traits
from newswire.enrich.subjects import read_words
from newswire.enrich.tagged import read_tagged
from newswire.enrich.tagger import TAGGED
from newswire.enrich.training.calibrate import fit
from newswire.enrich.training.degrade import Degraded, degrade
from newswire.enrich.training.silver import tar_texts

TEXTS = 200
SPREAD = 12  # an archive is often in the order of its writers: of so many texts with marks one is read
MIN_MARKED, MAX_PLAIN = 0.9, 0.1  # shares of a statement's words in marks: between them it is mixed, and left out
PARTS = 4  # the last of them is held out for the report
Example = tuple[Signs, bool]


def main() -> None:
    """Fit and write; print how well the weights of three quarters answer for the last."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cased", type=Path, required=True, help="a .tar.gz of cased texts, one in each .txt")
    parser.add_argument("--texts", type=int, default=TEXTS)
    options = parser.parse_args()
    nlp = load_model(with_tagger=True)
    marked = (text for _, text in tar_texts(options.cased) if find_marked(text))
    texts = list(islice(marked, 0, options.texts * SPREAD, SPREAD))
    found = [list(examples(nlp, text)) for text in texts]
    kept = _fitted(example for number, part in enumerate(found) if number % PARTS for example in part)
    judged = [(kept(signs) >= MIN_DIRECT, is_direct) for part in found[::PARTS] for signs, is_direct in part]
    both = sum(said and true for said, true in judged)
    said, true = sum(said for said, _ in judged), sum(true for _, true in judged)
    print(f"{len(judged)} statements, precision {both / max(said, 1):.2f}, recall {both / max(true, 1):.2f}")
    weights = _fitted(example for part in found for example in part)
    SPEECH_MAP.write_text(write_map(weights), encoding="utf-8")


def _fitted(given: Iterable[Example]) -> ConfidenceMap:
    signs, answers = zip(*given, strict=True)
    return fit(signs, answers)


def examples(nlp: Language, text: str) -> Iterator[Example]:
    """Yield for each statement of a text without its marks what is to be seen, and whether the marks made it direct."""
    copy = degrade(text)
    doc = nlp(copy.text)
    marked = _marked_words(text, copy)
    for item in read_tagged(copy.text, doc.user_data[TAGGED], read_words(doc), []):
        ratio = _ratio(copy, marked, item.content)
        if not MAX_PLAIN < ratio < MIN_MARKED:
            traits = statement_traits(copy.text, item.content, item.cue, item.source)
            yield Signs(raw=EVEN, traits=traits), ratio >= MIN_MARKED


def _marked_words(text: str, copy: Degraded) -> list[bool]:
    """Return for each token of the copy whether it stood in marks."""
    inside = covered(text, (words.span for words in find_marked(text)))
    return [bool(inside[start]) for start, _ in copy.origins]


def _ratio(copy: Degraded, marked: list[bool], spans: Iterable[Span]) -> float:
    """Return which share of the words in the spans stood in marks."""
    starts = [start for start, _ in copy.spans]
    inside = [
        marked[number]
        for start, end in spans
        for number in range(bisect_left(starts, start), bisect_left(starts, end))
        if copy.text[starts[number]].isalnum()
    ]
    return sum(inside) / len(inside) if inside else EVEN


if __name__ == "__main__":
    main()
