"""Places are told apart by what else the text names."""

import pytest
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.enrich.places import load_gazetteer
from newswire.records import Annotation, EntityLabel, Mention


def mentions(nlp: Language, text: str) -> dict[str, Mention]:
    (annotation,) = annotate_texts(nlp, [text])
    assert isinstance(annotation, Annotation)
    return {mention.text: mention for mention in annotation.entities}


@pytest.mark.parametrize(
    ("name", "near", "qualifiers", "canonical"),
    [
        ("Paris", (), (), "Paris"),
        ("PARIS", (), ("texas",), "Paris, Texas"),
        ("Paris", ("US",), (), "Paris"),
        ("Tripoli", (), (), "Tripoli"),
        ("Tripoli", ("LB",), (), "Tripoli, Lebanon"),
        ("Hyderabad", ("PK",), (), "Hyderabad, Pakistan"),
        ("London", ("CA",), (), "London"),
        ("Kiev", (), (), "Kyiv"),
        ("Bombay", (), (), "Mumbai"),
        ("Liege", ("BE",), (), "Liège"),
        ("Texas", (), (), "Texas"),
        ("Mich", (), (), "Michigan"),
        ("Oklahoma", ("CO",), (), "Oklahoma"),
        ("New York", (), (), "New York City"),
        ("ore", (), (), "Oregon"),
        ("Springfield", (), ("ill.",), "Springfield, Illinois"),
    ],
)
def test_a_name_means_the_place_that_fits_the_text(name, near, qualifiers, canonical) -> None:
    gazetteer = load_gazetteer()
    place = gazetteer.find(name, near=near, qualifiers=qualifiers)
    assert place is not None
    assert gazetteer.canonical(place, name) == canonical


@pytest.mark.parametrize("name", ["", "Port Ambry", "Of", "most", "Antioquia"])
def test_a_name_of_no_known_place_or_of_a_small_town_elsewhere_is_no_guess(name: str) -> None:
    assert load_gazetteer().find(name) is None


def test_a_town_is_the_state_s_or_country_s_that_stands_after_it(nlp: Language) -> None:
    found = mentions(nlp, "The ferry company moved from Paris, Texas, to Atlanta, Georgia, in May, officials said.")
    assert found["Paris"].canonical == "Paris, Texas"
    assert dict(found["Georgia"].ids)["country"] == "US"
    found = mentions(nlp, "Georgia and Armenia signed a treaty in Tbilisi on Monday, Georgia said.")
    assert found["Georgia"].ids == (("iso3166", "GE"),)
    assert dict(found["Tbilisi"].ids) == {"country": "GE", "geonames": "611717"}


def test_one_canonical_name_and_label_never_stands_for_two_places(nlp: Language) -> None:
    state = mentions(nlp, "The company moved to Atlanta, Georgia, in May.")["Georgia"]
    country = mentions(nlp, "Armenia and Georgia signed a treaty in Tbilisi on Monday.")["Georgia"]
    assert (state.canonical, country.canonical) == ("Georgia, United States", "Georgia")


@pytest.mark.parametrize(
    ("text", "name", "role", "field"),
    [
        ("U.N. Special Envoy for Syria Ada Brook said no.", "Ada Brook", "U.N. Special Envoy for Syria", "public"),
        ("talks failed , u.n. special envoy ada brook said .", "ada brook", "U.N. special envoy", "public"),
        ("The mayor, Ada Brook, resigned.", "Ada Brook", "mayor", "public"),
        ("the head of the harbour board , ada brook , left .", "ada brook", "head of the harbour board", "public"),
        ("Norway's foreign minister, Ada Brook, resigned.", "Ada Brook", "foreign minister", "public"),
        ("The wife of the mayor, Ada Brook, resigned.", "Ada Brook", None, None),
        ("They asked the ministers, Ada Brook, and Tim Vale.", "Ada Brook", None, None),
        ("Once mayor, Ada Brook, now 70, resigned.", "Ada Brook", None, None),
        ("Ada Brook, the mayor of Oslo, resigned.", "Ada Brook", "mayor of Oslo", "public"),
        ("Ada Brook, who was the mayor of Oslo, resigned.", "Ada Brook", None, None),
        ("Striker Tim Vale scored.", "Tim Vale", "Striker", "sport"),
        ("Mayor Ada Brook and goalkeeper Tim Vale met.", "Tim Vale", "goalkeeper", "sport"),
        ("Ada Brook said the minister had resigned.", "Ada Brook", None, None),
        ("She met President Mr. Tim Vale.", "Tim Vale", "President", "public"),
        ("A spokesman for Tim Vale said no.", "Tim Vale", None, None),
        ("It rained. But Mayor Tim Vale came.", "Tim Vale", "Mayor", "public"),
        ("She met vice-president Tim Vale.", "Tim Vale", "vice-president", "public"),
        ("She met the then-mayor Tim Vale.", "Tim Vale", "mayor", "public"),
        ("She met US Senator Tim Vale.", "Tim Vale", "US Senator", "public"),
        ("Tim Vale, speaking to the mayor of Oslo, said no.", "Tim Vale", None, None),
        ("Tim Vale, Mayor Ada Brook and Otto Marsh, all left.", "Tim Vale", None, None),
        ("Tim Vale, now the mayor of Oslo, left.", "Tim Vale", "mayor of Oslo", "public"),
    ],
)
def test_a_role_is_split_off_the_name_it_stands_beside(nlp, text, name, role, field) -> None:
    found = mentions(nlp, text)
    assert (found[name].role, found[name].field) == (role, field)
    assert found[name].label is EntityLabel.PERSON


def test_a_person_has_one_field_in_a_text_by_most_of_the_roles(nlp: Language) -> None:
    text = (
        "Coach Tim Vale resigned. Tim Vale, the former striker, will be an analyst. Analyst Tim Vale, 50, has no club."
    )
    (annotation,) = annotate_texts(nlp, [text])
    assert isinstance(annotation, Annotation)
    assert {mention.field for mention in annotation.entities if mention.canonical == "Tim Vale"} == {"sport"}
