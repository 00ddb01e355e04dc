"""Where names begin and end, what kind they are, and which ones the model overlooked."""

import re
from functools import partial

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from newswire.enrich.acronyms import defined_names
from newswire.enrich.datelines import dateline_places
from newswire.enrich.joins import join_names
from newswire.enrich.kinds import settle_kinds
from newswire.enrich.name_spans import Name, mend_names, name_at, trim_name
from newswire.enrich.places import load_gazetteer
from newswire.enrich.spread import Tokens, spread_names
from newswire.records import EntityLabel

PERSON, ORG, GPE, LOC, NORP, MONEY, PRODUCT = (
    EntityLabel.PERSON,
    EntityLabel.ORG,
    EntityLabel.GPE,
    EntityLabel.LOC,
    EntityLabel.NORP,
    EntityLabel.MONEY,
    EntityLabel.PRODUCT,
)


def names_in(text: str, *marked: tuple[str, EntityLabel]) -> list[Name]:
    names, at = [], 0
    for words, label in marked:
        at = text.index(words, at)
        names.append(name_at(text, at, at + len(words), label))
        at += len(words)
    return names


@pytest.mark.parametrize(
    ("text", "given", "mended"),
    [
        ("in northern Norway today", [("northern Norway", LOC)], ["Norway"]),
        ("in South Korea today", [("South Korea", GPE)], ["South Korea"]),
        ("the north was calm", [("north", LOC)], []),
        ("President Ada Vale spoke", [("President Ada Vale", PERSON)], ["Ada Vale"]),
        ("bank Norden Kredit fell", [("bank Norden Kredit", ORG)], ["Norden Kredit"]),
        ("a U.S.-registered ferry", [("U.S.-registered", GPE)], ["U.S."]),
        ("ex-Drosk captain", [("ex-Drosk", ORG)], ["Drosk"]),
        ("T. R. Vale c Brook", [("Vale", PERSON)], ["T. R. Vale"]),
        ("Anne-Marie Vale won", [("Anne", PERSON), ("Marie Vale", PERSON)], ["Anne-Marie Vale"]),
        ("Jean-Luc Vale won", [("Luc Vale", PERSON)], ["Jean-Luc Vale"]),
        ('Ado "Rock" Brook won', [("Ado", PERSON), ("Brook", PERSON)], ['Ado "Rock" Brook']),
        ("in Kansas City today", [("Kansas", GPE)], ["Kansas City"]),
        ("San Marino lost", [("San", GPE), ("Marino", GPE)], ["San Marino"]),
        ("Norden Kredit Corp. fell", [("Norden Kredit", PERSON)], ["Norden Kredit Corp."]),
        ("Norden or Sorn will pay", [("Norden or Sorn", ORG)], ["Norden", "Sorn"]),
        ("the senate voted", [("senate", ORG)], []),
        ("ask ada@example.org today", [("ada@example.org", PERSON)], []),
        ("the s was lost", [("s", ORG)], []),
        ("The hospital shut", [("The hospital", ORG)], []),
        ("it fell to C$37.4 million or $4 a share", [("37.4", MONEY), ("4", MONEY)], ["C$37.4 million", "$4"]),
        ("at US$4 a share", [("US", GPE), ("$4", MONEY)], ["US$4"]),
        ("6.0 billion crowns went", [("6", MONEY), ("billion", MONEY)], ["6.0 billion crowns"]),
        ("by c $ 1.85 ( $ 1.38 )", [("1.85", MONEY), ("1.38", MONEY)], ["c $ 1.85", "$ 1.38"]),
        ("a dime of it", [("a dime", MONEY)], ["a dime"]),
        ("Farmer Ada Brook left", [("Farmer Ada Brook", PERSON)], ["Ada Brook"]),
        ("Baker Hughes left", [("Baker Hughes", PERSON)], ["Baker Hughes"]),
        ("Sor-X fell", [("Sor", ORG)], ["Sor-X"]),
        ("Norden a.s. fell", [("Norden a.s", ORG)], ["Norden a.s."]),
        ("Sor-x shares fell", [("Sor", ORG)], ["Sor-x"]),
        ("3i Norden Plc fell", [("3i Norden Plc", ORG)], ["3i Norden Plc"]),
        ("Norden (Asia) Ltd fell", [("Norden", ORG), ("Asia) Ltd", ORG)], ["Norden (Asia) Ltd"]),
        ("Norden Co. Inc. fell", [("Norden Co", ORG), ("Inc", ORG)], ["Norden Co. Inc"]),
        ("of Norden Inc. Brook fell", [("Norden Inc. Brook", ORG)], ["Norden Inc", "Brook"]),
        ("Norden (Corp) fell", [("Norden (Corp", ORG)], ["Norden"]),
        ("the Corp fell", [("Corp", ORG)], []),
        ("the Prince left", [("Prince", PERSON)], []),
        ("the Oslo-Sorn line", [("Oslo", GPE), ("Sorn", GPE)], ["Oslo", "Sorn"]),
        ("Jean-Luc Vale won", [("Jean-Luc", PERSON), ("Vale", PERSON)], ["Jean-Luc Vale"]),
        (
            "Staffan de Vale and de Vale's aide",
            [("Staffan de Vale", PERSON), ("de Vale", PERSON)],
            ["Staffan de Vale", "de Vale"],
        ),
    ],
)
def test_a_name_has_the_bounds_that_print_gives_it(
    text: str, given: list[tuple[str, EntityLabel]], mended: list[str]
) -> None:
    found = mend_names(text, names_in(text, *given), load_gazetteer(), has_case=True)
    assert [text[name.start_char : name.end_char] for name in found] == mended


def test_a_company_s_suffix_makes_an_organisation_of_it() -> None:
    text = "Norden Kredit Corp fell"
    (name,) = mend_names(text, names_in(text, ("Norden Kredit", PERSON)), load_gazetteer(), has_case=True)
    assert name.label is ORG


@pytest.mark.parametrize(
    ("text", "given", "whole"),
    [
        ("a Norwegian congress on fair fishing , it said", [("Norwegian", NORP)], "Norwegian congress on fair fishing"),
        (
            "a Norwegian congress on fair fishing , it said",
            [("Norwegian", NORP), ("fair", ORG)],
            "Norwegian congress on fair fishing",
        ),
        ("at Drosk air base in may", [("Drosk", ORG)], "Drosk air base"),
    ],
)
def test_an_institution_is_whole_where_case_is_lost(
    text: str, given: list[tuple[str, EntityLabel]], whole: str
) -> None:
    (name,) = mend_names(text, names_in(text, *given), load_gazetteer(), has_case=False)
    assert name.text == whole


@pytest.mark.parametrize(
    ("text", "given", "left"),
    [
        ("norden and sorn fell", [("norden and", ORG), ("sorn", ORG)], ["norden", "sorn"]),
        ("asked ada brook of norden", [("ada brook of", PERSON), ("norden", ORG)], ["ada brook", "norden"]),
        ("ministries of industry and trade", [("and trade", ORG)], ["trade"]),
        ("the oslo-based firm", [("oslo", GPE), ("based", GPE)], ["oslo"]),
        ("oslo , n.y. - based norden", [("based", GPE), ("norden", ORG)], ["norden"]),
        ("an oslo based firm", [("oslo based", GPE)], ["oslo"]),
        ("at & t fell", [("at & t", ORG)], ["at & t"]),
        ("norden forge corp. workers fell", [("norden forge corp. workers", ORG)], ["norden forge corp"]),
        ("norden co.'s ferry arm fell", [("norden co.'s ferry", ORG)], ["norden co"]),
        ("norden sank . sorn rose", [("norden sank . sorn", ORG)], ["norden sank", "sorn"]),
        ("the anti-oslo league", [("anti", NORP), ("oslo", GPE)], ["oslo"]),
        ("of the", [("of the", ORG)], []),
    ],
)
def test_where_case_is_lost_no_name_begins_or_ends_with_a_word_of_grammar(
    text: str, given: list[tuple[str, EntityLabel]], left: list[str]
) -> None:
    found = mend_names(text, names_in(text, *given), load_gazetteer(), has_case=False)
    assert [text[name.start_char : name.end_char] for name in found] == left


@pytest.mark.parametrize(
    ("text", "given", "found"),
    [
        ("the serious harbour office ( sho ) shut", [("sho", ORG)], ["serious harbour office", "sho"]),
        ("the Board of Safe Harbours (BSH) met", [("Board", ORG)], ["Board of Safe Harbours", "BSH"]),
        ("a harbour-safety office (hso) met", [("hso", ORG)], ["harbour-safety office", "hso"]),
        ("the serious harbour office ( sho ) shut", [], []),
        ("he left, she was old (sho) and", [("sho", ORG)], []),
        ("ships of hope (see) it", [("see", ORG)], []),
    ],
)
def test_the_text_tells_what_its_acronym_is_short_for(
    text: str, given: list[tuple[str, EntityLabel]], found: list[str]
) -> None:
    assert [name.text for name in defined_names(text, names_in(text, *given))] == found


@pytest.mark.parametrize(
    ("text", "words", "canonical"),
    [
        ("Norden Harbour Trust fell. NHT said", "NHT", "Norden Harbour Trust"),
        ("Norden Harbour Trust fell. Nht said", "Nht", "Norden Harbour Trust"),
        ("Norden Harbour fell. Nh said", "Nh", "Nh"),
    ],
)
def test_an_acronym_is_the_name_with_its_initials(text: str, words: str, canonical: str) -> None:
    names = names_in(text, (text.split(" fell", maxsplit=1)[0], ORG), (words, ORG))
    assert join_names(text, names)[names[-1]] == canonical


@pytest.mark.parametrize(("text", "whole"), [("Lloyd's fell", "Lloyd's"), ("Brook's ferry fell", "Brook")])
def test_a_name_that_ends_as_a_possessive_does_is_whole(text: str, whole: str) -> None:
    given = names_in(text, (whole.removesuffix("'s"), ORG))
    (name,) = mend_names(text, given, load_gazetteer(), has_case=True)
    assert name.text == whole
    assert text[slice(*trim_name(text, 0, text.index(" ")))] == whole.split(maxsplit=1)[0]


def test_a_word_without_capital_stays_in_the_name_of_a_text_that_has_none() -> None:
    text = "the central bank of norden fell"
    (name,) = mend_names(text, names_in(text, ("central bank of norden", ORG)), load_gazetteer(), has_case=False)
    assert name.text == "central bank of norden"


@pytest.mark.parametrize(
    ("text", "given", "labels"),
    [
        ("Ada Sorn won. Sorn wept.", [("Ada Sorn", PERSON), ("Sorn", ORG)], [PERSON, PERSON]),
        ("Sorn, 45, was freed.", [("Sorn", ORG)], [PERSON]),
        ("He fled to Sorn. In Sorn it rained; near Sorn too.", [("Sorn", PERSON)] * 3, [GPE] * 3),
        ("Shares in Sorn fell; Sorn said no.", [("Sorn", PERSON)] * 2, [ORG] * 2),
        ("Jordan has asked them to go.", [("Jordan", PERSON)], [GPE]),
        ("Tim Jordan ran. Jordan won.", [("Tim Jordan", PERSON), ("Jordan", PERSON)], [PERSON, PERSON]),
        ("Ada Boston won in Boston.", [("Ada Boston", PERSON), ("Boston", GPE)], [PERSON, GPE]),
        (
            "Sornian Foreign Minister Ada Moor and the Sornian boats.",
            [("Sornian", PERSON), ("Ada Moor", PERSON), ("Sornian", PERSON)],
            [NORP, PERSON, NORP],
        ),
        ("Sorn's parliament met.", [("Sorn", PERSON)], [GPE]),
        ("Oslo Forge won. Oslo fell.", [("Oslo Forge", PERSON), ("Oslo", GPE)], [PERSON, GPE]),
        ("Tass quoted him.", [("Tass", PERSON)], [ORG]),
        ("Sornex spokesman Otto Brook left.", [("Sornex", GPE), ("Otto Brook", PERSON)], [ORG, PERSON]),
        ("Otto Brook, an analyst at Sornex, left.", [("Otto Brook", PERSON), ("Sornex", GPE)], [PERSON, ORG]),
        ("Oslo spokesman Otto Brook left.", [("Oslo", GPE), ("Otto Brook", PERSON)], [GPE, PERSON]),
        ("Sorn told the president. Sorn's minister", [("Sorn", PERSON)] * 2, [PERSON] * 2),
        ("He accused Sornia. Sornian boats.", [("Sornia", PERSON), ("Sornian", NORP)], [GPE, NORP]),
        ("He urged Oslo and Sorn.", [("Oslo", GPE), ("Sorn", PERSON)], [GPE, GPE]),
        ("The train from Oslo to Sorn ran.", [("Oslo", GPE), ("Sorn", PERSON)], [GPE, GPE]),
        ("He gave it from Oslo to Sorn Vale.", [("Oslo", GPE), ("Sorn Vale", PERSON)], [GPE, PERSON]),
        ("He accused Port Sorn and Lake Vale.", [("Port Sorn", PERSON), ("Lake Vale", PERSON)], [GPE, LOC]),
        ("He would fly to Sorn on Friday.", [("Sorn", PERSON)], [GPE]),
        ("Sorn expelled two Oslo diplomats.", [("Sorn", PERSON), ("Oslo", GPE)], [GPE, GPE]),
        ("Sorn votes on Sunday.", [("Sorn", PERSON)], [GPE]),
        ("Sorn votes for it.", [("Sorn", PERSON)], [PERSON]),
        ("An analyst at Sorn Vale left. Sorn Vale rose.", [("Sorn Vale", PERSON)] * 2, [ORG, ORG]),
        ("Sorn Forge Inc fell. He left Sorn.", [("Sorn Forge Inc", ORG), ("Sorn", PERSON)], [ORG, ORG]),
        ("Sorn Trust fell. Minister Sorn left.", [("Sorn Trust", ORG), ("Sorn", PERSON)], [ORG, PERSON]),
        ("The product, Sorn, sold.", [("Sorn", PERSON)], [PRODUCT]),
        ("Rain in Oslo, Sorn and Drosk.", [("Oslo", GPE), ("Sorn", PERSON), ("Drosk", PERSON)], [GPE] * 3),
        (
            "He met Oslo, Sorn, Bergen. Sorn wept.",
            [*zip(("Oslo", "Sorn", "Bergen", "Sorn"), (GPE, PERSON, GPE, PERSON), strict=True)],
            [GPE, PERSON, GPE, PERSON],
        ),
        (
            "He urged Oslo and Sorn. Ada Sorn",
            [("Oslo", GPE), ("Sorn", PERSON), ("Ada Sorn", PERSON)],
            [GPE, PERSON, PERSON],
        ),
    ],
)
def test_the_words_around_a_name_tell_its_kind(
    text: str, given: list[tuple[str, EntityLabel]], labels: list[EntityLabel]
) -> None:
    assert [name.label for name in settle_kinds(text, names_in(text, *given))] == labels


def test_the_place_of_the_dateline_is_a_place_in_all_of_the_text() -> None:
    text = "SORN 2016-08-03\nSorn voted."
    given = names_in(text, ("SORN", GPE), ("Sorn", ORG))
    assert [name.label for name in settle_kinds(text, given, {"sorn"})] == [GPE, GPE]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("STORM\nPORT AMBRY, Norway 2016-08-03\nIt blew.", ["PORT AMBRY", "Norway"]),
        ("port ambry , aug 3 ( reuters ) - it blew .", ["port ambry"]),
        ("PORT AMBRY, 3 August (Reuters) - It blew.", ["PORT AMBRY"]),
        ("It blew on the coast, 3 people said.", []),
    ],
)
def test_a_dateline_names_its_places(text: str, places: list[str]) -> None:
    assert [text[slice(*span)] for span in dateline_places(text)] == places


@pytest.mark.parametrize(
    ("words", "given", "found"),
    [
        (["Ada", "Sorn", "left", ".", "Sorn", "wept"], [("Ada Sorn", PERSON)], ["Ada Sorn", "Sorn"]),
        (["Under", "English", "law"], [], ["English"]),
        (["a", "polish", "of", "it"], [], []),
        (["Turkey", "for", "lunch"], [], []),
    ],
)
def test_an_overlooked_name_is_found(words: list[str], given: list[tuple[str, EntityLabel]], found: list[str]) -> None:
    doc = Doc(Vocab(), words=words)
    names = spread_names(doc.text, Tokens(doc), names_in(doc.text, *given), (0, 0), lambda _: False, has_case=True)
    assert [name.text for name in names] == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["geologist", "Otto", "brewer", "said", "no"], ["Otto brewer"]),
        (["geologist", "Otto", "said", "no"], []),
        (["harbour", "Otto", "brewer", "said", "no"], []),
    ],
)
def test_a_role_and_a_first_name_tell_of_a_last_name_that_is_a_word_too(words: list[str], found: list[str]) -> None:
    doc = Doc(Vocab(), words=words)
    names = spread_names(doc.text, Tokens(doc), [], (0, 0), lambda _: False, has_case=False)
    assert [name.text for name in names] == found
    assert not spread_names(doc.text, Tokens(doc), [], (0, 0), lambda _: False, has_case=True)


def test_a_last_name_that_is_a_word_too_is_one_where_it_speaks_in_a_text_without_case() -> None:
    words = "Otto Gates left . april gates said the gates fell and it said gates rose ; no , said gates ."
    doc = Doc(Vocab(), words=words.split())
    given = names_in(doc.text, ("Otto Gates", PERSON))
    spread = partial(spread_names, doc.text, Tokens(doc), given, (0, 0), lambda _: False)
    assert [name.text for name in spread(has_case=False)] == ["Otto Gates", "gates", "gates"]
    assert [name.text for name in spread(has_case=True)] == ["Otto Gates"]


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        ("Otto Brook left. Mrs. Brook stayed.", "Brook"),
        ("Otto Brook left. Ada Brook came. Mr. Brook stayed.", "Otto Brook"),
        ("Otto Brook left. Brook stayed.", "Otto Brook"),
    ],
)
def test_a_last_name_with_a_title_is_no_man_s_and_no_woman_s_who_is_the_other(text: str, canonical: str) -> None:
    names = [
        Name(start_char=found.start(), end_char=found.end(), text=found.group(), label=PERSON)
        for found in re.finditer(r"(?:Otto |Ada )?Brook", text)
    ]
    assert join_names(text, names)[names[-1]] == canonical


@pytest.mark.parametrize(
    ("text", "given", "canonical"),
    [
        ("Sorn Vale spoke. Sorn left.", [("Sorn Vale", PERSON), ("Sorn", PERSON)], "Sorn Vale"),
        ("Sorn left. Sorn Vale-ok spoke.", [("Sorn", PERSON), ("Sorn Vale-ok", PERSON)], "Sorn Vale-ok"),
        (
            "Otto Sorn met Sorn Vale. Sorn left.",
            [*zip(("Otto Sorn", "Sorn Vale", "Sorn"), [PERSON] * 3, strict=True)],
            "Otto Sorn",
        ),
        ("Brook Aide quits. Brook left.", [("Brook Aide", PERSON), ("Brook", PERSON)], "Brook"),
        ("Norden Forge Co. Ltd fell. Norden rose.", [("Norden Forge Co. Ltd", ORG), ("Norden", ORG)], "Norden Forge"),
        ("Norden AS fell.", [("Norden AS", ORG)], "Norden"),
        ("Norden fell. Norden Forge Inc rose.", [("Norden", ORG), ("Norden Forge Inc", ORG)], "Norden Forge"),
        (
            "Norden fell. Norden Forge Inc rose. Norden",
            [*zip(("Norden", "Norden Forge Inc", "Norden"), [ORG] * 3, strict=True)],
            "Norden",
        ),
        ("Sorn Oil and Sorn Gold fell. Sorn rose.", [("Sorn Oil", ORG), ("Sorn Gold", ORG), ("Sorn", ORG)], "Sorn"),
        ("Harbour Forge Corp fell. HF rose.", [("Harbour Forge Corp", ORG), ("HF", ORG)], "Harbour Forge"),
        ("Bank of Sorn met. The Bank rose.", [("Bank of Sorn", ORG), ("Bank", ORG)], "Bank of Sorn"),
    ],
)
def test_a_short_name_is_joined_with_the_whole_one(
    text: str, given: list[tuple[str, EntityLabel]], canonical: str
) -> None:
    names = names_in(text, *given)
    assert join_names(text, names)[names[-1]] == canonical
