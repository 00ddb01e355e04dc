"""Each file of cases/ is a text, all its quotes, and entities that must be among those found."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.records import Annotation, Quote

CASES = [
    path for path in sorted((Path(__file__).parent / "cases").glob("*.toml")) if not path.stem.startswith("article_")
]


def as_expected(quote: Quote, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {"words": [text[start:end] for start, end in quote.spans], "kind": quote.kind.value}
    if quote.cue:
        found["cue"] = quote.cue.text
    if quote.speaker:
        found |= {"speaker": quote.speaker.text, "canonical": quote.speaker.canonical}
    return found


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_gives_its_quotes_and_entities(path: Path, nlp: Language) -> None:
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    (annotation,) = annotate_texts(nlp, [case["text"]])
    assert isinstance(annotation, Annotation)

    assert [as_expected(quote, case["text"]) for quote in annotation.quotes] == case.get("quote", []), case["why"]
    found = [
        {"text": mention.text, "label": mention.label.value, "canonical": mention.canonical}
        for mention in annotation.entities
    ]
    assert [entity for entity in case.get("entity", []) if entity not in found] == [], f"{case['why']}: {found}"


def test_there_are_at_least_twenty_cases() -> None:
    assert len(CASES) >= 20
