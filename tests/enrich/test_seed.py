"""The article that began the project: lowercased, tokenised, without quotation marks."""

import os
from pathlib import Path

import pytest

from newswire.enrich.annotate import annotate_texts
from newswire.enrich.model import load_model
from newswire.records import Annotation

REPOSITORY = Path(__file__).parents[2]
SEED = Path(os.environ.get("NEWSWIRE_EVAL_DATA", REPOSITORY.parent / "shared" / "data")) / "seed"
DE_MISTURA = [
    "to convince its ally",
    "failure to make peace quickly",
    "convince the ( syrian ) government",
    "and to win the peace",
    "that peace negotiations must be",
    "otherwise it is not worth it",
    "the opposition told me clearly",
]
DIPLOMAT = ["that the government delegation had failed", "clearly they did not have any intention"]


@pytest.fixture(scope="module", params=[True, False], ids=["tagger", "rules"])
def seed(request: pytest.FixtureRequest) -> tuple[str, Annotation]:
    files = sorted(SEED.glob("*.txt"))
    if not files:
        pytest.skip(f"no seed article in {SEED}: set NEWSWIRE_EVAL_DATA to the folder of the evaluation data")
    text = files[0].read_text(encoding="utf-8")
    (annotation,) = annotate_texts(load_model(with_tagger=request.param), [text])
    assert isinstance(annotation, Annotation)
    return text, annotation


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        *((words, "Staffan de Mistura") for words in DE_MISTURA),
        *((words, "senior western diplomat") for words in DIPLOMAT),
        ("that the work of russian forces", "Vladimir Putin"),
    ],
)
def test_a_core_quote_of_the_seed_has_its_speaker(seed: tuple[str, Annotation], words: str, canonical: str) -> None:
    found = {quote.speaker.canonical for quote in seed[1].quotes if quote.speaker and words in quote.text}
    assert found == {canonical}


def test_the_seed_names_its_people_and_places_in_full(seed: tuple[str, Annotation]) -> None:
    text, annotation = seed
    canonical = {mention.canonical for mention in annotation.entities}
    wanted = {"Staffan de Mistura", "Vladimir Putin", "Bashar al-Assad", "United Nations", "Syria", "Russia", "Geneva"}
    wanted |= {
        "Bashar al-Ja'afari",
        "Kremlin",
        "Middle East",
        "Syrian Congress on National Dialogue",
    }
    assert wanted <= canonical
    agency = text.index("reuters")
    assert agency not in [mention.start_char for mention in annotation.entities], (
        "the dateline's agency is not a mention"
    )
