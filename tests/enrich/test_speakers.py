"""Whose words they are: the names and descriptions that a source may hold, resolved within a text."""

import re

import pytest

from newswire.enrich.speakers import SpeakerResolver
from newswire.records import EntityLabel, Mention, Speaker

PEOPLE = {"Ada Brook", "Hope Vale", "Otto Marsh", "Tim Vale", "Luka Brook", "Brook", "Vale", "Marsh"}
BODIES = {"Harbour Lines", "Transport Ministry", "Council on Harbour Affairs", "Isle Ferries", "Pilots Association"}
FULL = {"Brook": "Ada Brook", "Vale": "Hope Vale", "Marsh": "Otto Marsh"}


def mentions(text: str) -> list[Mention]:
    """Return the names of this fiction where they stand in the text, in any case."""
    names = sorted(PEOPLE | BODIES, key=len, reverse=True)
    return [
        Mention(
            start_char=found.start(),
            end_char=found.end(),
            text=found.group(),
            label=EntityLabel.PERSON if name in PEOPLE else EntityLabel.ORG,
            canonical=FULL.get(name, name),
            role="midfielder" if text[: found.start()].endswith("midfielder ") else None,
        )
        for found in re.finditer("|".join(rf"\b{name}\b" for name in names), text, re.IGNORECASE)
        for name in names
        if name.lower() == found.group().lower()
    ]


def speaker(text: str, source: str, said: str = "") -> Speaker:
    start = text.rindex(source)
    span = (start, start + len(source))
    words = (text.rindex(said), text.rindex(said) + len(said)) if said else (0, 0)
    return SpeakerResolver(text, text, mentions(text), [span]).resolve(span, said=[words])


@pytest.mark.parametrize("is_lowercased", [False, True])
@pytest.mark.parametrize(
    ("source", "canonical", "kind"),
    [
        ("Brook spokeswoman Hope Vale", "Hope Vale", "named"),
        ("Former Brook speechwriter Otto Marsh", "Otto Marsh", "named"),
        ("Otto Marsh, a former Brook aide", "Otto Marsh", "named"),
        ("Otto Marsh, who left Ada Brook's office", "Otto Marsh", "named"),
        ("Council on Harbour Affairs director Hope Vale", "Hope Vale", "named"),
        ("Velmora's minister of industry Tim Vale", "Tim Vale", "named"),
        ("the mayor, Ada Brook", "Ada Brook", "named"),
        ("Vale, Marsh and envoy Ada Brook", "Hope Vale, Otto Marsh and Ada Brook", "group"),
        ("Harbour Lines and Isle Ferries", "Harbour Lines and Isle Ferries", "group"),
        ("Brook aides", "brook aides", "group"),
        ("Brook and his neighbours", "brook and his neighbours", "group"),
        (
            "officials at the port and the Transport Ministry",
            "officials at the port and the transport ministry",
            "group",
        ),
        ("economists like Hope Vale", "economists", "group"),
        ("members of the crew, including Otto Marsh", "members of the crew", "group"),
        ("a spokesman for the builder, Harbour Lines", "spokesman for the builder", "anonymous"),
        ("a spokesman for mayor Ada Brook", "spokesman for mayor ada brook", "anonymous"),
        ("a Brook-led ministry", "brook-led ministry", "group"),
        ("one Brook adviser", "one brook adviser", "anonymous"),
        ("a lawyer for the family of Tim Vale", "lawyer for the family of tim vale", "anonymous"),
    ],
)
def test_a_source_is_its_head_not_a_name_that_only_tells_whose(
    source: str, canonical: str, kind: str, is_lowercased: bool
) -> None:
    text = source.lower() if is_lowercased else source
    found = speaker(text, text)
    assert (found.canonical if kind == "named" or canonical[0].isupper() else found.canonical.lower()) == canonical
    assert found.kind.value == kind


@pytest.mark.parametrize(
    ("text", "source", "canonical"),
    [
        ("Luka Brook laughed. It was late, the midfielder said.", "the midfielder", "Luka Brook"),
        ("Gov. Ada Brook rose. The dam would hold, the governor said.", "the governor", "Ada Brook"),
        ("Harbour Lines sold two ships. The route did not pay, the company said.", "the company", "Harbour Lines"),
        ("The Transport Ministry wrote. Ships wait, the ministry said.", "the ministry", "Transport Ministry"),
    ],
)
def test_a_definite_description_goes_to_the_name_told_of_before(text: str, source: str, canonical: str) -> None:
    assert speaker(text, source).canonical == canonical


@pytest.mark.parametrize(
    ("text", "source", "canonical"),
    [
        ("Ada Brook rose. Otto Marsh laughed. It was late, she said.", "she", "Ada Brook"),
        ("Ada Brook rose. Otto Marsh laughed. It was late, he said.", "he", "Otto Marsh"),
        ("Otto Marsh rose. Ada Brook laughed. Later he said no.", "he", "Otto Marsh"),
        ("Otto Marsh came. Ms. Vale rose. Vale laughed. No, he said.", "he", "Otto Marsh"),
        ("Otto Marsh and Tim Vale came. Mr. Marsh rose. It was of Tim Vale. No, he said.", "he", "Otto Marsh"),
        ("A number of ships left. Ada Brook, the number showed, was right. No, she said.", "she", "Ada Brook"),
    ],
)
def test_a_pronoun_goes_to_a_man_or_a_woman_by_the_first_name(text: str, source: str, canonical: str) -> None:
    assert speaker(text, source).canonical == canonical


@pytest.mark.parametrize(
    ("text", "canonical", "kind"),
    [
        ("Ada Brook (D-Ohio), who said no, left.", "Ada Brook", "named"),
        ("Ada Brook -- who said no -- left.", "Ada Brook", "named"),
        ("They met security experts, who said no.", "security experts", "group"),
        ("They met a former president, who said no.", "former president", "anonymous"),
        ("There were people who said no.", "people", "group"),
        ("It was a spot who said no.", "who", "unresolved"),
    ],
)
def test_who_is_the_name_or_the_people_right_before_it(text: str, canonical: str, kind: str) -> None:
    found = speaker(text, "who")
    assert (found.canonical, found.kind.value) == (canonical, kind)


@pytest.mark.parametrize(("source", "kind"), [("Another", "anonymous"), ("Some", "group")])
def test_one_or_some_of_those_told_of_have_no_name(source: str, kind: str) -> None:
    text = f"Analysts met Ada Brook. {source} said it was late."
    who = speaker(text, source)
    assert (who.canonical, who.kind.value) == (source.lower(), kind)


def test_who_is_named_in_the_words_does_not_say_them() -> None:
    said = "Hope Vale is the best we have"
    assert speaker(f"Ada Brook rose. {said}, she said.", "she").canonical == "Hope Vale"
    assert speaker(f"Ada Brook rose. {said}, she said.", "she", said).canonical == "Ada Brook"


@pytest.mark.parametrize(
    "source",
    [
        "One of the pilots, Ada Brook",
        "a pilot, who gave her name only as Ada Brook",
        "a pilot who identified herself as Ada Brook",
        "a pilot named Ada Brook",
    ],
)
def test_who_is_described_first_is_named_after_it(source: str) -> None:
    found = speaker(f"It was late, {source}, said.", source)
    assert (found.canonical, found.kind.value) == ("Ada Brook", "named")


@pytest.mark.parametrize(
    ("text", "source", "canonical"),
    [
        ("A western diplomat rose. Ada Brook laughed. No, the diplomat said.", "the diplomat", "western diplomat"),
        ("Ada Brook laughed. She would stay, the spokeswoman said.", "the spokeswoman", "spokeswoman"),
        ("Midfielder Luka Brook ran. Ada Brook laughed. Late, the defender said.", "the defender", "Ada Brook"),
        ("midfielder Luka Brook ran. Luka Brook laughed. Late, the senator said.", "the senator", "senator"),
        ("The new Vale campaign began. Not so, the Brook campaign said.", "the Brook campaign", "Brook campaign"),
        ("Analysts at the briefing in Oslo rose. It fell, analysts said.", "analysts", "analysts"),
        ("Western diplomats rose. Otto Brook laughed. No, diplomats said.", "diplomats", "diplomats"),
        ("Norden fell. Analysts rose. Later, it said no.", "it", "it"),
        ("A report in the Oslo daily that said so", "A report in the Oslo daily that", "report in the Oslo daily"),
        ("The official Harbour Lines news agency said so.", "The official Harbour Lines news agency", "Harbour Lines"),
        ("No, Isle Ferries said.", "Ferries", "Isle Ferries"),
        ("Buyers and exporters rose. No, exporters said.", "exporters", "exporters"),
        ("One analyst on Tuesday said so.", "One analyst on Tuesday", "one analyst"),
        ("The Isle Ferries-owned hotel said so.", "The Isle Ferries", "Isle Ferries-owned hotel"),
        ("Pilots Association chairman Tim Vale left. No, the pilots said.", "the pilots", "pilots"),
    ],
)  # fmt: skip
def test_a_description_of_somebody_else_stays_without_that_name(text: str, source: str, canonical: str) -> None:
    assert speaker(text, source).canonical == canonical


def test_a_sum_speaks_of_nothing() -> None:
    text = "A profit of $4 million said that it fell."
    at = text.index("$4"), text.index(" said")
    money = Mention(
        start_char=at[0], end_char=at[1], text="$4 million", label=EntityLabel.MONEY, canonical="$4 million"
    )
    resolver = SpeakerResolver(text, text, [money], [(0, at[1])])
    assert resolver.is_amount((0, at[1]))
    assert not resolver.is_amount((0, 8))
