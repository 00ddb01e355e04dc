"""Give confidence its meaning: ``python -m newswire.enrich.training.calibrate --attributions FOLDER [--rules]``.

Fits the map of ``confidence.py`` on the articles held out of training, each clean and degraded, and on what in the
others is found by marks alone, and writes it beside the weights. With ``--rules``: on the former, beside the rules.
Needs no PyTorch. Run it after each export and change of rules.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.language import Language

from newswire.enrich.annotate import read_quotes
from newswire.enrich.attributions import Evidence
from newswire.enrich.confidence import (
    RULES_MAP,
    TAGGER_MAP,
    ConfidenceMap,
    Signs,
    log_odds,
    tenths,
    write_map,
)
from newswire.enrich.model import load_model
from newswire.enrich.spans import WORD, Span, words_within
from newswire.enrich.training.corpus import HELD_OUT, Article, read_articles
from newswire.records import Quote

MIN_JACCARD = 0.5
PENALTY = 1.0  # keeps the weight of a rare trait small
STEPS = 50
UNTAUGHT = {"unattributed", f"by {Evidence.TAG.value}"}  # rare, and found by marks alone: of these every article counts


def main() -> None:
    """Fit, write, and print predicted against observed by tenths, on the articles the map was fitted on."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attributions", type=Path, required=True, help="folder with text/ and attributions/")
    parser.add_argument("--rules", action="store_true", help="fit the map of the rules-only setting")
    parser.add_argument("--articles", type=int, default=HELD_OUT)
    options = parser.parse_args()
    nlp = load_model(with_tagger=not options.rules)
    articles = list(read_articles(options.attributions))
    held_out, others = articles[: options.articles], articles[options.articles :]
    judged = list(judge(nlp, [*held_out, *(article.degraded() for article in held_out)]))
    if not options.rules:
        judged += (row for row in judge(nlp, others) if row[0].traits & UNTAUGHT)
    found = fit([signs for signs, _ in judged], [right for _, right in judged])
    (RULES_MAP if options.rules else TAGGER_MAP).write_text(write_map(found), encoding="utf-8")
    for expected, observed, count in tenths((found(signs), right) for signs, right in judged):
        print(f"{expected:6.2f}{observed:6.2f}{count:6}")


def judge(nlp: Language, articles: Iterable[Article]) -> Iterator[tuple[Signs, bool]]:
    """Yield for each quote that is found in the articles its signs and whether it is right."""
    for article in articles:
        words = [word.span() for word in WORD.finditer(article.text)]
        found = read_quotes(nlp(article.text), article.text)
        right = find_right([quote for quote, _ in found], article, words)
        yield from ((signs, number in right) for number, (_, signs) in enumerate(found))


def find_right(quotes: Sequence[Quote], article: Article, words: Sequence[Span]) -> set[int]:
    """Return the numbers of the quotes that are right; each attribution of the article makes at most one so."""
    contents = [_within(words, quote.spans) for quote in quotes]
    right: set[int] = set()
    for attribution in article.attributions:
        wanted, source = _within(words, attribution.content), _within(words, attribution.source)
        scored = [
            (len(wanted & content) / len(wanted | content), -number)
            for number, content in enumerate(contents)
            if number not in right and wanted & content
        ]
        best, number = max(scored, default=(0.0, 0))
        if best >= MIN_JACCARD:
            speaker = quotes[-number].speaker
            named = _within(words, [(speaker.start_char, speaker.end_char)]) if speaker else frozenset()
            right |= {-number} if source & named or not (source or named) else set()
    return right


def _within(words: Sequence[Span], spans: Iterable[Span]) -> frozenset[int]:
    """Return the numbers of the words that have a character in the spans."""
    starts = [start for start, _ in words]
    return frozenset(number for span in spans for number in words_within(starts, words, span))


def fit(signs: Sequence[Signs], right: Sequence[bool]) -> ConfidenceMap:
    """Return the logistic map of the greatest likelihood, held small (ridge); its slope is never below 0."""
    traits = sorted({trait for sign in signs for trait in sign.traits})
    rows = np.array([[log_odds(sign.raw), *(float(trait in sign.traits) for trait in traits)] for sign in signs])
    wanted = np.array(right, dtype=float)
    weights = np.zeros(len(traits) + 1)
    ridge = np.full(len(weights), PENALTY)
    for _ in range(STEPS):  # Newton's method
        chance = 1 / (1 + np.exp(-rows @ weights))
        slopes = rows.T @ (wanted - chance) - ridge * weights
        curve = (rows.T * (chance * (1 - chance))) @ rows + np.diag(ridge)
        weights += np.linalg.solve(curve, slopes)
    if weights[0] < 0:
        return fit([Signs(raw=0.5, traits=sign.traits) for sign in signs], right)
    return ConfidenceMap(float(weights[0]), dict(zip(traits, map(float, weights[1:]), strict=True)))


if __name__ == "__main__":
    main()
