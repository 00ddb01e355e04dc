"""Five articles of our own, read with care, scored against floors: what the annotator finds must not get worse.

A floor is a score that was measured, less the margin that ``floors.toml`` states.
"""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.enrich.model import load_model
from newswire.enrich.spans import WORD
from newswire.records import Annotation

FOLDER = Path(__file__).parent
ARTICLES = [tomllib.loads(path.read_text("utf-8")) for path in sorted((FOLDER / "cases").glob("article_*.toml"))]
FLOORS = tomllib.loads((FOLDER / "floors.toml").read_text("utf-8"))
MIN_JACCARD = 0.5
Scores = dict[str, float]


def words_of(text: str, spans: list[tuple[int, int]]) -> frozenset[int]:
    return frozenset(
        word.start()
        for word in WORD.finditer(text)
        if word.group().isalnum() and any(start <= word.start() < end for start, end in spans)
    )


def score(nlp: Language) -> Scores:
    """Return recall and precision of quotes at Jaccard .5, of quotes with their speaker, and recall of names."""
    counts = dict.fromkeys(("gold", "found", "near", "speaker", "names", "named"), 0)
    for article in ARTICLES:
        text = article["text"]
        (annotation,) = annotate_texts(nlp, [text])
        assert isinstance(annotation, Annotation)
        rest = {number: words_of(text, list(quote.spans)) for number, quote in enumerate(annotation.quotes)}
        counts["found"] += len(rest)
        canonical = {mention.canonical for mention in annotation.entities}
        counts["names"] += len(article["names"])
        counts["named"] += sum(name in canonical for name in article["names"])
        for wanted in article["quote"]:
            counts["gold"] += 1
            near, right = judge(text, wanted, annotation, rest)
            counts["near"] += near
            counts["speaker"] += right
    return {
        "found": counts["near"] / counts["gold"],
        "precision": counts["near"] / counts["found"],
        "speaker": counts["speaker"] / counts["gold"],
        "names": counts["named"] / counts["names"],
    }


def judge(
    text: str, wanted: dict[str, Any], annotation: Annotation, rest: dict[int, frozenset[int]]
) -> tuple[int, int]:
    """Return whether the statement was found and whether with its speaker; what is used up leaves ``rest``."""
    start = text.index(wanted["words"].strip("\n"))
    gold = words_of(text, [(start, start + len(wanted["words"].strip("\n")))])
    best, number = max(((len(gold & words) / len(gold | words), n) for n, words in rest.items()), default=(0.0, 0))
    if best < MIN_JACCARD:
        return 0, 0
    del rest[number]
    speaker = annotation.quotes[number].speaker
    return 1, int(speaker is not None and speaker.canonical.lower() == wanted["speaker"].lower())


@pytest.fixture(scope="module")
def scored(nlp: Language) -> Callable[[str], Scores]:
    found = {"rules": score(nlp), "tagger": score(load_model(with_tagger=True))}
    return found.__getitem__


def test_there_are_five_articles_each_word_of_gold_is_in_its_text() -> None:
    assert len(ARTICLES) == 5
    for article in ARTICLES:
        for quote in article["quote"]:
            assert quote["words"].strip("\n") in article["text"]


@pytest.mark.parametrize("setting", ["tagger", "rules"])
@pytest.mark.parametrize("measure", ["found", "precision", "speaker", "names"])
def test_the_articles_score_no_lower_than_their_floor(
    scored: Callable[[str], Scores], setting: str, measure: str
) -> None:
    floor = FLOORS["articles"][setting][measure] - FLOORS["margin"]
    print(f"{setting} {measure}: {scored(setting)[measure]:.3f}")
    assert scored(setting)[measure] >= floor
