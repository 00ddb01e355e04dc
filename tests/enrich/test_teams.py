"""In a table of results a town is its team; elsewhere, and where a country plays, the name stays a place."""

from types import SimpleNamespace

import pytest
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.records import EntityLabel

RESULTS = """SOCCER - LEAGUE RESULTS AND STANDINGS

Results of matches played on Saturday:

Liverpool 2 Chicago 1
Boston 3 Toronto 2

Liverpool 31 21 6 4 55
Chicago 30 19 5 6 48

The cup goes to Liverpool on Sunday, said coach Ada Brook, who was born in Toronto."""


@pytest.fixture(scope="module")
def labels(nlp: Language) -> SimpleNamespace:
    """Return a function that gives the label of each name in a text, by the name and its line."""

    def read(text: str) -> dict[tuple[str, int], EntityLabel]:
        [found] = annotate_texts(nlp, [text])
        return {(name.text, text.count("\n", 0, name.start_char)): name.label for name in found.entities}

    return SimpleNamespace(read=read)


def test_towns_in_a_table_of_results_are_teams(labels: SimpleNamespace) -> None:
    found = labels.read(RESULTS)
    assert found["Liverpool", 4] is found["Chicago", 4] is EntityLabel.ORG
    assert found["Liverpool", 7] is found["Chicago", 8] is EntityLabel.ORG


def test_a_country_that_plays_is_a_country(labels: SimpleNamespace) -> None:
    found = labels.read("SOCCER - CUP RESULTS\n\nMatches played on Sunday:\n\nGermany 2 France 1\nSpain 0 Italy 0")
    assert found["Germany", 4] is found["France", 4] is found["Spain", 5] is EntityLabel.GPE


def test_a_table_of_towns_in_a_text_without_sport_has_places(labels: SimpleNamespace) -> None:
    found = labels.read("Temperatures at noon\n\nLiverpool 12 Chicago 18\nToronto 7 Boston 9\n\nIt will rain.")
    assert EntityLabel.ORG not in found.values()
