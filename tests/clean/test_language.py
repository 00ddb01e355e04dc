"""Language and degradation are measured on the text."""

import pytest

from newswire.clean.degraded import is_degraded
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
    assert is_degraded(text) is expected
