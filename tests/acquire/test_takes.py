"""Takes of long stories: known by slug, take key or end, and put together whatever order they came in."""

import itertools
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from newswire.acquire.parse import parse_document
from newswire.acquire.takes import find_take, is_continued, is_take_key, stitch
from newswire.records import ParsedItem, PubStatus, Signal, SourceFormat

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


def iptc(text: str, *, slug: str = "Quay-Shut", take: str = "", number: int = 42, sent: str = "120715") -> bytes:
    """Return one IPTC 7901 transmission; a first take has a headline."""
    head = f"\x01mwa{number:04} 3 i 93  mw 0007\r\n\r\n{slug}/\r\n\x02{take}"
    return f"{head}{text}\r\n\x03{sent} GMT Nov 26\r\n\x04".encode()


def anpa(text: str, *, slug: str = "BC-Quay-Shut", number: int = 42) -> bytes:
    head = f"\x16\x16\x01a{number:04}MERID\x1fislay-\r\nu i\x13\x11 {slug}   11-12 0093\r\n"
    return f"{head}\x02{slug}\r\n     {text}\r\n\x03MWS-07:15-11-12-26\x04\r\n".encode()


def zczc(text: str, head: str = "#Quay-Shut\n") -> bytes:
    return f"ZCZC MW\n{head}{text}\nNNNN\n".encode()


def read(data: bytes) -> list[ParsedItem]:
    return parse_document(data, reference="a", fetched_at=NOW)


@pytest.mark.parametrize(
    ("slug", "keys", "number"),
    [
        ("QUAY-SHUT 2", [], 2),
        ("BC-Islay-Quay 3", [], 3),
        ("Islay/quay 2", [], 2),
        ("QUAY-SHUT, 2ndtake", [], 2),
        ("QUAY-SHUT, Take 3", [], 3),
        ("Quay-Shut, bjt, 2takes", [], 1),
        ("Quay Shut, 1st add", [], 2),
        ("QUAY-SHUT", ["=2"], 2),
        ("QUAY-SHUT", ["2"], 2),
        ("QUAY-SHUT", ["take two"], 2),
        ("QUAY-SHUT", ["second take of three"], 2),
        ("QUAY-SHUT", ["-3-"], 3),
        ("QUAY-SHUT", ["add 2"], 3),
        ("QUAY-SHUT", ["2nd lead"], None),
        ("QUAY-SHUT", [], None),
        ("Election-2026", [], None),
        ("Wall-Street 2026", [], None),
        ("Quay-Results 45", [], None),
        ("Stakes", ["1200"], None),
        ("Mistakes 2", [], None),
    ],
)
def test_a_take_says_its_number(slug: str, keys: list[str], number: int | None) -> None:
    assert find_take(slug, keys, "The quay is shut.").number == number


@pytest.mark.parametrize("slug", ["QUAY-SHUT", "QUAY-SHUT 2", "QUAY-SHUT, 2ndtake", "QUAY-SHUT, bjt, 2 takes"])
def test_all_takes_share_the_slug(slug: str) -> None:
    assert find_take(slug, [], "").slug == "QUAY-SHUT"


@pytest.mark.parametrize("end", ["(more)", "(MORE)", "more", "-more-", "--more--", "MORE FOLLOWS", "(more)\n\nmw/jk"])
def test_a_text_that_goes_on_says_so_at_its_end(end: str) -> None:
    assert is_continued(f"The quay is shut.\n\n{end}")
    assert find_take("QUAY-SHUT", [], f"The quay is shut.\n\n{end}").number == 1


@pytest.mark.parametrize("end", ["He wants more", "There will be more.", "Ask Thomas More"])
def test_a_sentence_that_ends_with_more_does_not_go_on(end: str) -> None:
    assert not is_continued(f"The quay is shut.\n\n{end}")


@pytest.mark.parametrize(("line", "is_key"), [("2ndtake", True), ("=2", True), ("Take that", False), ("2", False)])
def test_a_line_is_a_take_key_only_as_a_whole(line: str, is_key: bool) -> None:
    assert is_take_key(line) is is_key


WIRES = {
    "iptc": (
        [
            iptc("Quay shut\r\n\r\nPort Ellen (mw) - One.\r\n\r\n(more)"),
            iptc("Two.\r\n\r\nmore", take="2ND TAKE\r\n", number=43, sent="120720"),
            iptc("Three.", slug="Quay-Shut 3", number=44, sent="120725"),
        ]
    ),
    "anpa": ([anpa("One.\r\n     (more)"), anpa("Two.", slug="BC-Quay-Shut 2"), anpa("Three.", slug="BC-Quay-Shut 3")]),
    "zczc": ([zczc("One.\n\n(more)"), zczc("Two.\n\n(more)", "#Quay-Shut\n=2\n"), zczc("Three.", "#Quay-Shut 3\n")]),
    "text": [b"QUAY-SHUT\n\nOne.\n\n(more)", b"QUAY-SHUT 2\n\nTwo.\n(more)", b"QUAY-SHUT, 3rd take\n\nThree."],
    "zczc without marks": (
        [zczc(f"QUAY-SHUT {n}\n\n{text}", "") for n, text in ((1, "One."), (2, "Two."), (3, "Three."))]
    ),
}


@pytest.mark.parametrize("documents", WIRES.values(), ids=list(WIRES))
def test_takes_share_a_guid_and_make_one_text(documents: list[bytes]) -> None:
    takes = [item for data in documents for item in read(data)]
    assert [take.take_number for take in takes] == [1, 2, 3]
    assert len({take.guid for take in takes}) == 1
    story, _first = stitch(takes)
    words = story.body.split()
    assert [word for word in words if word in ("One.", "Two.", "Three.", "(more)", "more")] == [
        "One.",
        "Two.",
        "Three.",
    ]
    assert (story.take_number, story.take_count) == (None, 3)


TRANSMISSIONS = {name: documents for name, documents in WIRES.items() if name != "text"}


@pytest.mark.parametrize("documents", TRANSMISSIONS.values(), ids=list(TRANSMISSIONS))
def test_takes_in_one_file_are_read_as_those_of_many(documents: list[bytes]) -> None:
    together = read(b"".join(documents))
    assert together == [item for data in documents for item in read(data)]


def test_a_text_without_a_slug_at_its_head_is_whole() -> None:
    for text in ("Quay-side talks go on\n\nOne.\n\n(more)", "The quay is shut.", "QUAY-SHUT", "2\n\nOne."):
        [item] = read(text.encode())
        assert (item.take_of, item.body) == (None, text)


def test_stories_of_other_days_and_other_slugs_are_others() -> None:
    [first] = read(iptc("Two.", slug="Quay-Shut 2"))
    [other_day] = read(iptc("Two.", slug="Quay-Shut 2", sent="130715"))
    [other_slug] = read(iptc("Two.", slug="Quay-Open 2"))
    assert len({first.guid, other_day.guid, other_slug.guid}) == 3


def test_takes_of_a_night_belong_together() -> None:
    [before] = read(iptc("One.\r\n\r\n(more)", sent="122358"))
    [after] = read(iptc("Two.", slug="Quay-Shut 2", sent="130004"))
    assert before.guid == after.guid


def test_a_paragraph_at_the_head_of_a_later_take_is_no_headline() -> None:
    [take] = read(iptc("The quay was built in\r\n1870, he said.\r\n\r\nIt leans.", slug="Quay-Shut 2"))
    assert take.headline is None
    assert " ".join(take.body.split()) == "The quay was built in 1870, he said. It leans."


def take(number: int | None, text: str, **fields: object) -> ParsedItem:
    item = ParsedItem(source_format=SourceFormat.ANPA_1312, guid="g", version=1, body=text, slugline="QUAY-SHUT")
    return replace(item, take_of="g", take_number=number, published_at=NOW + timedelta(minutes=number or 0), **fields)


def test_the_order_of_arrival_does_not_matter() -> None:
    takes = [take(1, "One.\n\n(more)", headline="Quay shut"), take(2, "QUAY-SHUT 2\nTwo."), take(3, "Three.")]
    again = take(2, "Two, and more of it.", updated_at=NOW + timedelta(hours=1))
    expected, _ = stitch([*takes, again])
    assert expected.body == "One.\n\nTwo, and more of it.\n\nThree."
    assert expected.version == 4
    for order in itertools.permutations([*takes, again]):
        assert stitch(order)[0] == expected


def test_what_is_known_stays_where_a_take_is_missing() -> None:
    story, _first = stitch([take(3, "Three."), take(1, "One.")])
    assert story.body == "One.\n\nThree."
    assert story.notes == ("takes missing: 2",)
    late, _first = stitch([take(2, "Two.")])
    assert (late.body, late.notes) == ("Two.", ("takes missing: 1",))


def test_an_unmarked_text_of_the_slug_opens_the_story_if_no_take_does() -> None:
    opener = take(None, "One.", guid="other")
    story, first = stitch([take(2, "Two.")], [take(None, "A day later.", updated_at=NOW + timedelta(1)), opener])
    assert (story.body, story.guid, first) == ("One.\n\nTwo.", "g", opener)
    marked, first = stitch([take(1, "First."), take(2, "Two.")], [opener])
    assert (marked.body, first) == ("First.\n\nTwo.", None)


def test_one_kill_hides_the_whole_and_the_latest_embargo_counts() -> None:
    until = NOW + timedelta(hours=5)
    story, _first = stitch([take(1, "One.", embargoed_until=until), take(2, "Two.", embargoed_until=NOW)])
    assert (story.embargoed_until, story.pubstatus) == (until, PubStatus.USABLE)
    held, _first = stitch([take(1, "One."), take(2, "Two.", pubstatus=PubStatus.WITHHELD)])
    assert held.pubstatus is PubStatus.WITHHELD
    kill = take(None, "Kill.", signals=(Signal.KILL,), pubstatus=PubStatus.CANCELED)
    killed, first = stitch([take(1, "One."), take(2, "Two.")], [kill])
    assert (killed.pubstatus, killed.body, first) == (PubStatus.CANCELED, "One.\n\nTwo.", None)


def test_one_transmission_that_can_not_be_read_costs_only_itself() -> None:
    items = read(iptc("Quay shut\r\n\r\nOne.") + b"\x01mwa0042 3 i 93  mw 0007\r\n\r\nIslay/\r\n\x02\r\n\x03")
    assert [item.headline for item in items] == ["Quay shut"]
    assert items[0].notes[-1].startswith("1 transmissions of the file not read")


@pytest.mark.parametrize("hostile", ["-" * 100_000, "take " * 50_000, "a-" * 100_000 + " 2", "2 " * 100_000])
def test_hostile_slugs_and_texts_are_read_at_once(hostile: str) -> None:
    begin = time.process_time()
    find_take(hostile, [hostile], hostile)
    is_take_key(hostile[:4000])
    assert time.process_time() - begin < 1
