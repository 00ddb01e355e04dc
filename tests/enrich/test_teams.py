"""In a match report a place that plays is its team; elsewhere, and where something is in it, it stays a place."""

import pytest

from newswire.enrich.name_spans import name_at
from newswire.enrich.sports import find_contests, is_about_sport
from newswire.enrich.teams import beaten_teams, find_clubs, label_teams
from newswire.records import EntityLabel

PERSON, ORG, GPE = EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.GPE


def label(text: str, *words: str, people: tuple[str, ...] = ()) -> list[EntityLabel]:
    """Return the labels of the words, given as places; a word that is given again is looked for after the last."""
    names, seen = [], dict[str, int]()
    for word in (*people, *words):
        at = text.index(word, seen.get(word, 0))
        seen[word] = at + len(word)
        names.append(name_at(text, at, at + len(word), PERSON if word in people else GPE))
    found = label_teams(text, sorted(names, key=lambda name: name.start_char), ())
    labels = {name.start_char: name.label for name in found}
    return [labels[name.start_char] for name in names[len(people) :]]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Drosk beat Ishmar 2-1 on Monday.", [ORG, ORG]),
        ("Drosk captain Ada Vale limped off; Ishmar lost.", [ORG, ORG]),
        ("Ishmar were unlucky, and Drosk drew.", [ORG, ORG]),
        ("Drosk 's goalkeeper saved all; she comes from Ishmar.", [ORG, GPE]),
        ("She signed for Drosk and lives in Ishmar.", [ORG, GPE]),
        ("Title rivals Drosk and Ishmar rested.", [ORG, ORG]),
        ("Fans slept in Drosk; near Ishmar it rained.", [GPE, GPE]),
        ("He beat Drosk's Ado Brook; Ishmar saw it.", [GPE, GPE]),
    ],
)
def test_a_place_that_plays_is_a_team(text: str, labels: list[EntityLabel]) -> None:
    assert label(text, "Drosk", "Ishmar") == labels


def test_a_team_is_one_in_all_of_the_report_but_where_something_is_in_it() -> None:
    text = "Drosk beat Ishmar. The mood of Drosk is good. In Drosk it rained."
    assert label(text, "Drosk", "Ishmar", "Drosk", "Drosk") == [ORG, ORG, ORG, GPE]


def test_a_player_of_a_country_does_not_make_it_a_team() -> None:
    text = "Top seed Ado Brook of Drosk lost; Drosk beat Ishmar."
    assert label(text, "Drosk", "Drosk", people=("Ado Brook",)) == [GPE, ORG]


def test_a_club_is_one_name_with_the_word_beside_its_town() -> None:
    text = "Dynamo Drosk met Ishmar United"
    names = [name_at(text, text.index(word), text.index(word) + len(word), GPE) for word in ("Drosk", "Ishmar")]
    assert [(name.text, name.label) for name in find_clubs(text, names)] == [
        ("Dynamo Drosk", ORG),
        ("Ishmar United", ORG),
    ]


def test_who_is_beaten_is_a_team() -> None:
    text = "Drosk beat the Phantoms 3-2"
    assert [name.text for name in beaten_teams(text, [name_at(text, 0, 5, ORG)])] == ["Phantoms"]


@pytest.mark.parametrize(
    ("text", "contests"),
    [
        ("Vale won the Port Ambry Open on Monday.", ["Port Ambry Open"]),
        ("EASTERN DIVISION\nDrosk 2 1", ["EASTERN DIVISION"]),
        ("In the Drosk Cup final", ["Drosk Cup"]),
        ("The open door and the cup of tea", []),
    ],
)
def test_a_contest_has_its_whole_name(text: str, contests: list[str]) -> None:
    assert [name.text for name in find_contests(text, [])] == contests


@pytest.mark.parametrize(
    ("text", "is_sport"),
    [
        ("SOCCER - DROSK DRAW.", True),
        ("The striker scored in the second match of the season, and the league was theirs.", True),
        ("Police held 40 people after a soccer match in the capital, the minister said.", False),
        ("The party won the vote; its leader defeated the president by ten points.", False),
    ],
)
def test_a_report_of_contests_is_told_from_other_news(text: str, *, is_sport: bool) -> None:
    assert is_about_sport(text, set(text.lower().replace(",", " ").replace(".", " ").split())) is is_sport
