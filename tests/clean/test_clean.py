"""The cleaner splits text into body and furniture and loses nothing."""

import json
import re
import time
import tomllib
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newswire.clean.characters import LINE_END, clean_line
from newswire.clean.clean import clean_text, clean_to_json
from newswire.clean.datelines import find_dateline
from newswire.clean.rules import Rule, find_rule, rules
from newswire.records import FurnitureKind

CASES = Path(__file__).with_name("cases")
DATELINES = tomllib.loads((CASES / "datelines.toml").read_text(encoding="utf-8"))
ARTICLES = tomllib.loads((CASES / "articles.toml").read_text(encoding="utf-8"))["case"]
EXAMPLES = [(rule, example) for rule in rules() for example in rule.examples]
WIRE = st.lists(
    st.one_of(
        st.sampled_from([example for _, example in EXAMPLES]),
        st.sampled_from(["\n", "\n\n", "\r\n", " ", "\0", "&nbsp;", "\u200b", "(", ")", ". ", "By Ada Brook"]),
        st.sampled_from([case["line"] for case in DATELINES["case"]]),
        st.text(max_size=30),
    ),
    max_size=12,
).map("".join)


def words(text: str) -> Counter[str]:
    """The words of a text after character repair, whatever stands between them."""
    lines = (clean_line(line, Counter()) for line in LINE_END.split(text))
    return Counter(re.findall(r"[^\W_]+", "\n".join(lines)))


@pytest.mark.parametrize("case", DATELINES["case"], ids=lambda case: case["why"])
def test_a_dateline_is_split_off_and_read(case: dict[str, Any]) -> None:
    found = find_dateline(case["line"], DATELINES["published_at"])
    if "rest" not in case:
        assert found is None
        return
    assert found is not None
    length, dateline = found
    assert case["line"][length:].strip() == case["rest"]
    assert (dateline.place, dateline.on, dateline.agency) == (case.get("place"), case.get("on"), case.get("agency"))


def test_a_day_without_a_year_and_without_a_time_of_publication_stays_unknown() -> None:
    found = find_dateline("OSLO, Dec 13 (NTB) - The ferry sank.")
    assert found is not None
    assert found[1].on is None


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=lambda value: value if isinstance(value, str) else "")
def test_each_example_of_the_table_is_found_by_its_rule(rule: Rule, example: str) -> None:
    found = find_rule(example, (rule.place,))
    assert found is not None
    assert found.kind is rule.kind


def test_every_rule_has_an_example_and_a_known_place() -> None:
    assert all(rule.examples and rule.place in {"head", "below", "tail", "any"} for rule in rules())


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case["why"])
def test_body_and_furniture_are_parted(case: dict[str, Any]) -> None:
    result = clean_text(case["text"])
    assert result.body == case["body"]
    assert [piece.kind.value for piece in result.furniture] == case["kinds"]
    assert result.byline == case.get("byline")


@given(st.one_of(st.text(), WIRE))
def test_no_word_is_lost_and_offsets_are_into_the_text_as_given(text: str) -> None:
    result = clean_text(text)
    assert words(result.body) + sum((words(piece.text) for piece in result.furniture), Counter()) == words(text)
    end = 0
    for piece in result.furniture:
        assert piece.start_char >= end
        assert text[piece.start_char : piece.end_char] == piece.text != ""
        end = piece.end_char


@given(st.one_of(st.text(), WIRE))
def test_a_body_is_in_canonical_form(text: str) -> None:
    body = clean_text(text).body
    assert unicodedata.is_normalized("NFC", body)
    assert not re.search("[\0-\x08\x0b-\x1f\x7f-\x9f\xa0\xad\u200b\u2028\ud800-\udfff]", body)
    assert body == body.strip()
    assert "\n\n\n" not in body


def test_what_was_removed_or_repaired_is_counted() -> None:
    result = clean_text("The\0 fe\x07rry &amp; the lake\u00e2\u20ac\u2122s shore. El Ni\u00c3\u00b1o \ud800.")
    assert result.body == "The ferry & the lake\u2019s shore. El Niño \ufffd."
    assert result.notes == (
        "control characters removed: 2", "entities resolved: 1", "lone surrogates replaced: 1", "mojibake repaired: 2",
    )  # fmt: skip


def test_an_entity_that_a_tokeniser_cut_is_resolved() -> None:
    assert clean_text("standard & amp ; poor s said so , and brook &amp ; vale too .").body == (
        "standard & poor s said so , and brook & vale too ."
    )


@pytest.mark.parametrize("text", ["\u00c2\x1b\u00a1Ya!", "&am\0p;iexcl;Ya!", "\u00c3\u0082\u00c2\u00a1Ya!"])
def test_what_a_removed_or_repaired_character_parted_is_repaired_too(text: str) -> None:
    assert clean_text(text).body == "\u00a1Ya!"


def test_text_that_only_looks_like_an_entity_or_mojibake_stays() -> None:
    text = "AT&T; &bogus; âge, Ça va, S\u00e3o Paulo, 2 &lt 3"
    assert clean_text(text).body == text


MISREAD = (
    "café naïve Niño Łódź Škoda Zürich straße don\u2019t \u201cyes\u201d \u2014 \u2026 Москва Αθήνα 東京 😀 £5 œuvre"
)


@pytest.mark.parametrize("word", MISREAD.split())
def test_utf8_that_was_read_as_windows_1252_is_repaired(word: str) -> None:
    misread = "".join(_as_windows_1252(byte) for byte in word.encode())
    counts: Counter[str] = Counter()
    assert clean_line(f"the {misread} of it", counts) == f"the {word} of it"
    assert counts["mojibake repaired"] > 0


def test_text_that_was_read_wrongly_twice_is_repaired_twice() -> None:
    twice = "don\u00c3\u00a2\u00e2\u201a\u00ac\u00e2\u201e\u00a2t, caf\u00c3\u0192\u00c2\u00a9"
    assert clean_line(twice, Counter()) == "don\u2019t, café"


@pytest.mark.parametrize(
    "text", ["CAFÉ\u2026 VOILÀ!", "PÅ\u2026 ÄÖ", "perchè\u2026\u201d disse", "São Paulo\u2026", "ESPAÑA\u2026"]
)
def test_sound_text_that_looks_misread_stays(text: str) -> None:
    assert clean_line(text, Counter()) == text


def _as_windows_1252(byte: int) -> str:
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


@pytest.mark.parametrize(
    ("given_line", "cleaned"),
    [
        ("a\u00a0b\u2009c\u3000d\te", "a b c d e"),
        ("\u2010\u2011 \u2012 \u2015", "-- \u2013 \u2014"),
        ("\u201fyes\u201d \uff02no\uff02 don\u02bct", '\u201cyes\u201d "no" don\u2019t'),
        ("it`s rock\u00b4n, it\u2032s", "it\u2019s rock\u2019n, it\u2019s"),
        ("ef\ufb01cient \ufb02uid o\ufb00er", "efficient fluid offer"),
        (
            "co\u00adoperate zero\u200bwidth \ufeffmark \u202aleft\u202c \u2066iso\u2069",
            "cooperate zerowidth mark left iso",
        ),
        ("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"),
        ("a\u200cb", "ab"),
        ("&amp;amp;quot;yes&amp;amp;quot; &nbsp;&lsquo;no&#8217; &#x2014;", '"yes"  \u2018no\u2019 \u2014'),
        ("e\u0301 A\u030a", "é Å"),
    ],
)
def test_each_character_has_one_form(given_line: str, cleaned: str) -> None:
    assert clean_line(given_line, Counter()) == cleaned


def test_what_cannot_be_seen_is_counted_by_kind() -> None:
    assert clean_text("co\u00adoperate\u200b\u200b\x01.").notes == (
        "control characters removed: 1", "invisible characters removed: 2", "soft hyphens removed: 1",
    )  # fmt: skip


def test_the_command_line_shape_is_kept() -> None:
    result = clean_text("GENEVA, Dec 13 (Reuters) - Talks.", published_at=datetime(2017, 12, 14, tzinfo=UTC))
    assert json.loads(json.dumps(clean_to_json("a", result))) == {
        "id": "a",
        "body": "Talks.",
        "dateline": {"place": "GENEVA", "on": "2017-12-13", "agency": "Reuters"},
        "byline": None,
        "contributors": [],
        "signals": [],
        "furniture": [
            {"kind": "dateline", "start_char": 0, "end_char": 26, "text": "GENEVA, Dec 13 (Reuters) -"},
        ],
        "language": None,
        "is_degraded": False,
        "damage": [],
        "measured": {"capital_ratio": None, "spaced_mark_ratio": None, "lost_apostrophes": 0, "lost_quotes": 0},
        "notes": [],
    }


def test_an_empty_text_is_an_empty_body() -> None:
    assert clean_text("").body == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["(", ")", "a ", "A ", "((Reporting by A", "&#x", "&amp;", "By A ", "A, ", "-- ", "\n", "Read more: ", "©", "â€",
     "a@", ". Reporting by A; ", "reporting by a ", "A contributed ", " A contributed to this report",
     "OSLO, ", "[", ". A", "dpa ab ", "ab/", "UPDATE 1-", "(dpa)", "\nOSLO - A", "`a", "\n(dpa) - ",
     "Contacts:\n", "Reporting by A; and ", "this story of ", "\n(Adds "],
)  # fmt: skip
def test_time_grows_no_faster_than_the_text(piece: str) -> None:
    def seconds(count: int) -> float:
        started = time.process_time()
        clean_text(piece * count)
        return time.process_time() - started

    clean_text("warm")
    small, large = min(seconds(5_000) for _ in range(3)), seconds(40_000)
    assert large < max(0.2, 8 * small * 4)  # eight times the text; a quadratic rule takes 64 times as long


def test_kinds_of_the_table_are_all_in_the_vocabulary() -> None:
    elsewhere = {FurnitureKind.DATELINE, FurnitureKind.BYLINE, FurnitureKind.SLUG_TAG}
    assert {rule.kind for rule in rules()} | elsewhere == set(FurnitureKind)


@pytest.mark.parametrize("meant", ["voilà", "Å", "naïve", "x†"])
@pytest.mark.parametrize("codec", ["cp1252", "latin-1"])
def test_a_misread_character_is_repaired_wherever_its_line_ends(meant: str, codec: str) -> None:
    misread = meant.encode().decode(codec)
    found = clean_text(f"She said {misread}\nThen {misread} \n\n{misread}")
    assert found.body == f"She said {meant}\nThen {meant}\n\n{meant}"
    assert clean_text("She said so.\x85Then he did.\xa0").body == "She said so.\nThen he did."
