"""Language and degradation are measured on the text."""

import time

import pytest

from newswire.clean.degraded import measure
from newswire.clean.language import find_language

ENGLISH = "The ferry sank in the harbour on Monday, and everybody was saved by fishermen, the minister said."
GERMAN = "Die Fähre sank am Montag im Hafen, und Fischer haben die Menschen gerettet, sagte die Ministerin."
FRENCH = "Le bac a coulé lundi dans le port, et tous les passagers ont été sauvés par des pêcheurs, a dit le ministre."
NORWEGIAN = (
    "Ferjen sank i havnen mandag, og passasjerene ble reddet av fiskere, sa statsråden til avisen etter ulykken."
)
LOWERED = "the ferry s crew , said the minister , were saved by fishermen in the harbour on monday ."


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), (FRENCH, "fr"), (ENGLISH.upper(), "en"), (LOWERED, "en")]
)
def test_the_language_is_found_whatever_the_casing(text: str, language: str) -> None:
    assert find_language(text) == language
    assert find_language(text, "zh") == language


def test_a_short_text_has_the_language_of_its_source_or_none() -> None:
    assert find_language("Ferry sinks.") is None
    assert find_language("Ferry sinks.", "en-GB") == "en"
    assert find_language("") is None


def test_the_source_decides_between_close_languages() -> None:
    assert find_language(NORWEGIAN, "nb") in {"nb", "no"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, False),
        (GERMAN, False),
        (LOWERED, True),
        (ENGLISH.upper(), True),
        ("The ferry , which sank , was old . The Minister , Ada Brook , said so .", True),
        ("The ministers plan, Ada Brook s idea, isn t what Tim Vale s crew wanted or what Joan s did.", True),
        ("monday .", False),
        ("", False),
        ("渡轮周一在港口沉没。部长说所有人都被渔民救起。" * 5, False),
    ],
)
def test_degradation_is_seen_from_casing_and_typography(text: str, expected: bool) -> None:
    assert bool(measure(text).damage) is expected


@pytest.mark.parametrize(
    ("text", "damage"),
    [
        (ENGLISH, []),
        (ENGLISH.lower(), ["lowercased"]),
        (ENGLISH.upper(), ["capitals"]),
        ("The ferry , which sank , was old . The Minister , Ada Brook , said so .", ["tokenised"]),
        (
            "The ministers plan, Ada Brook s idea, isn t what Tim Vale s crew wanted or Joan s did.",
            ["lost_apostrophes"],
        ),
        ("We saw it sink, Ada Brook said. I was afraid, Tim Vale said. The ferry was old.", ["lost_quotes"]),
        ("\u201cWe saw it sink,\u201d Ada Brook said. \u201cI was afraid,\u201d Tim Vale said.", []),
        ("The US plan failed, Ada Brook said. The US envoy left, Tim Vale said.", []),
    ],
)
def test_each_damage_is_told_from_the_others(text: str, damage: list[str]) -> None:
    assert [found.value for found in measure(text).damage] == damage


def test_what_was_measured_has_its_figures() -> None:
    measured = measure("THE FERRY SANK , the harbour office said . It was old , and small, and late.")
    assert measured.spaced_mark_ratio == 3 / 5
    assert measured.capital_ratio is not None
    assert 0.2 < measured.capital_ratio < 0.3


@pytest.mark.parametrize("part", ["i , ", "said: we ", "a s ", " ,", "i" * 50, "said a ", ", a a a "])
def test_measuring_takes_time_in_proportion_to_the_text(part: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        measure(part * count)
        return time.process_time() - started

    seconds(10)
    small, large = min(seconds(4_000) for _ in range(3)), seconds(32_000)
    assert large < max(0.3, 8 * small * 4)
