"""The names in the sheets of the sports wires, cased and not; what is no sheet is left alone."""

import pytest

from newswire.enrich.name_spans import Name, name_at
from newswire.enrich.results import read_results
from newswire.records import EntityLabel

PERSON, ORG, GPE, FAC = EntityLabel.PERSON, EntityLabel.ORG, EntityLabel.GPE, EntityLabel.FAC


def read(text: str, *known: tuple[str, EntityLabel], has_teams: bool = True) -> list[tuple[str, EntityLabel]]:
    names = [name_at(text, at := text.index(word), at + len(word), label) for word, label in known]
    return [(name.text, name.label) for name in read_results(text, names, has_teams=has_teams)]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Drosk 2 Port Ambry 1 (halftime 1-0)", [("Drosk", ORG), ("Port Ambry", ORG)]),
        ("ISHMAR 5 Drosk 4 (in 12)", [("ISHMAR", ORG), ("Drosk", ORG)]),
        ("Port Ambry 4 3 1 0 8 2 10", [("Port Ambry", ORG)]),
        ("ISHMAR 70 63 .526 4 1/2", [("ISHMAR", ORG)]),
        ("x-Drosk 33 7 .825 -", [("Drosk", ORG)]),
        ("DROSK AT ISHMAR", [("DROSK", ORG), ("ISHMAR", ORG)]),
        ("T. Vale c Brook b Okello 13", [("T. Vale", PERSON), ("Brook", PERSON), ("Okello", PERSON)]),
        ("A. Haddon lbw b Vale 0", [("A. Haddon", PERSON), ("Vale", PERSON)]),
        ("O. Ferreira not out 46", [("O. Ferreira", PERSON)]),
        ("Bowling: Vale 7-0-29-0, de Brook 4-0-25-1", [("Vale", PERSON), ("de Brook", PERSON)]),
        (
            "At Sandholm: Ambry 363 (W. Vale 111, V. Brook 52; I. Okello 4-37), Drosk 197-8 (W. Haddon 54).",
            [("Sandholm", FAC), ("Ambry", ORG), ("W. Vale", PERSON), ("V. Brook", PERSON), ("I. Okello", PERSON)]
            + [("Drosk", ORG), ("W. Haddon", PERSON)],
        ),
        (
            "Drosk - Ada Vale (13th minute), Tim Brook (88th)",
            [("Drosk", ORG), ("Ada Vale", PERSON), ("Tim Brook", PERSON)],
        ),
        (
            "Drosk: 1-Tim Vale, 2-Ado Brook, 3-Lev Haddon (14-Ian Okello, 57th), 4-Jan Ferreira, 5-Pip Sorn",
            [
                ("Drosk", ORG),
                ("Tim Vale", PERSON),
                ("Ado Brook", PERSON),
                ("Lev Haddon", PERSON),
                ("Ian Okello", PERSON),
            ]
            + [("Jan Ferreira", PERSON), ("Pip Sorn", PERSON)],
        ),
        ("2. Tim Vale (Norway) 12.74", [("Tim Vale", PERSON)]),
        ("8. Ado Brook (Spain) Velo Ambry 1:16", [("Ado Brook", PERSON), ("Velo Ambry", ORG)]),
        ("1 - Ado Brook (Spain) beat Tim Vale (Norway) 6-4 6-3", [("Ado Brook", PERSON), ("Tim Vale", PERSON)]),
    ],
)
def test_a_line_of_a_sheet_has_its_names(line: str, names: list[tuple[str, EntityLabel]]) -> None:
    assert read(line) == names


@pytest.mark.parametrize(
    "line",
    [
        "Attendance: 3,200",
        "Drosk has won 10 of its last 15.",
        "Play resumes at noon",
        "The envoy met 12 mayors and 30 farmers, and Drosk sent 5 buses.",
        "Halftime 2-1",
    ],
)
def test_what_is_no_sheet_has_none(line: str) -> None:
    assert read(line) == []


def test_a_sheet_without_capitals_is_read_too() -> None:
    assert read("port ambry 4 3 1 0 8 2 10\ndrosk 3 1 1 1 2 2 4") == [("port ambry", ORG), ("drosk", ORG)]


def test_the_lines_of_a_sheet_decide_together_whether_players_or_teams_are_listed() -> None:
    text = "Tim Vale 71 73 72 69\nAdo Brook 70 74 73 70\nSorn 75 70 71 71"
    assert read(text, ("Tim Vale", PERSON), ("Ado Brook", PERSON), ("Sorn", GPE), has_teams=False) == [
        ("Tim Vale", PERSON),
        ("Ado Brook", PERSON),
        ("Sorn", PERSON),
    ]


def test_a_date_in_a_sheet_stays_a_date() -> None:
    found = read("August 21 September 3\nDrosk 2 Ishmar 1", ("August 21", EntityLabel.DATE))
    assert found[0] == ("August 21", EntityLabel.DATE)
    assert ("August", ORG) not in found


def test_names_outside_sheets_are_left_as_they_are() -> None:
    text = "Drosk 2 Ishmar 1\nCoach Ada Vale was pleased."
    assert read(text, ("Ada Vale", PERSON))[-1] == ("Ada Vale", PERSON)
    assert all(isinstance(name, Name) for name in read_results(text, [], has_teams=True))
