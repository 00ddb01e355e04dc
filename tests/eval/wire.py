"""Agency files: the facts that other projects' tests assert of them, and how much of each body is recovered."""

import argparse
import ast
import html
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree

from newswire.acquire.charset import decode
from newswire.acquire.markup import DECLARATION, element_text, html_text, plain_text
from newswire.acquire.parse import parse_document
from newswire.acquire.times import parse_instant
from newswire.clean.clean import clean_text
from newswire.errors import Reason, RejectedError
from newswire.records import ParsedItem
from tests.eval.data import eval_folder

FOLDERS = ("core", "ntb", "belga", "aap", "cp")
Row = dict[str, Any]
# Verdicts: of fields that we have; of values that no word of the file states; of an emptiness where the file states
# something; of what is not ours (fields, pictures).
HOLD, MISS, UNSTATED, EMPTIED, NOT_OURS = "hold", "miss", "unstated", "emptied", "not ours"
CODE_CHARS = 2  # so short a value is found in any text, so it must stand alone: in quotes, as an element or a line


# Vocabularies that a newsroom added when it took the item in; they are not in the files.
ADDED_SCHEMES = frozenset({"category", "subject_custom", "services-products", "sources", "distribution", "country"})
# What sources.toml would say: these agencies write times without a zone, in files whose names begin so.
ZONES = {"ritzau": "Europe/Copenhagen", "kyodo": "Asia/Tokyo", "ansa": "Europe/Rome"}
CATEGORY_SCHEMES = ("a1312cat", "iptc7901cat", "category")


def said_of(item: ParsedItem, field: str, tail: str) -> Any:
    """Return our value for a field and a path into it, by the names that the assertions use; KeyError: not ours."""
    versioned = {item.guid, f"{item.guid}:{item.version}"}  # theirs may have the version in it
    ours: dict[tuple[str, str], Any] = {
        ("headline", ""): item.headline or "",
        ("slugline", ""): item.slugline or "",
        ("byline", ""): item.byline or "",
        ("guid", ""): versioned,
        ("uri", ""): versioned,
        ("version", ""): str(item.version),
        ("pubstatus", ""): item.pubstatus.value,
        ("language", ""): item.language or "",
        ("urgency", ""): item.urgency,
        ("priority", ""): item.priority,
        ("ednote", ""): item.edition_note or "",
        ("anpa_take_key", ""): item.edition_note or "",
        ("usageterms", ""): item.usage_terms or "",
        ("copyright_line", ""): item.copyright or "",
        ("word_count", ""): item.words,
        ("keywords", ""): list(item.keywords),
        ("keyword_line", ""): set(item.keywords),
        ("embargoed", ".isoformat()"): item.embargoed_until,
        ("firstcreated", ""): item.published_at,
        ("firstcreated", ".isoformat()"): item.published_at,
        ("versioncreated", ".isoformat()"): item.updated_at,
        ("type", ""): "text",
        ("body_html", ""): item.body,
        ("dateline", ".get('text')"): item.dateline or "",
        ("dateline", "['located']['city']"): {item.located, (item.located or "").title()},
        ("extra", "['city']"): {item.located},
        ("extra", ""): {word for p in item.places for word in (p.name, p.code) if word} | filed_from(item),
        ("signal", ""): {s.value for s in item.signals},
    }
    codes = {s.code for s in item.subjects} | {s.name for s in item.subjects if s.name}
    categories = {s.code.lower() for s in item.subjects if s.scheme in CATEGORY_SCHEMES}
    places = {item.located} | codes | {p.name for p in item.places} | {p.code for p in item.places}
    for path in ("", "[0]", "[0]['qcode']", "[0].get('qcode')", "[0]['name']"):
        ours["subject", path] = codes
        ours["anpa_category", path] = categories
        ours["genre", path] = set(item.genres)
        ours["place", path] = places
    if field == "body_html" and tail.startswith(".startswith("):
        return same(item.body).startswith(same(plain(ast.literal_eval(tail[len(".startswith(") : -1]))))
    return ours[field, tail]


def filed_from(item: ParsedItem) -> set[str]:
    """Return the place that the text's own dateline names, which the cleaner reads: whole, and without its country."""
    dateline = clean_text(item.body, published_at=item.published_at).dateline
    return {dateline.place, dateline.place.partition(",")[0]} if dateline and dateline.place else set()


def check(row: Row, item: ParsedItem) -> tuple[bool | None, Any]:
    """Return whether an assertion holds for our item and what we have; None for a field that we do not have."""
    try:
        value = said_of(item, row["field"], row["tail"] or "")
    except KeyError:
        return None, None
    expected = row["expected"]
    if row["op"] == "true":
        return bool(value), value
    if row["field"] == "extra" and isinstance(expected, dict):
        wanted = {expected[key] for key in ("city", "country") if expected.get(key)}
        return (wanted <= value if wanted else None), value
    if row["field"] in ("subject", "genre", "signal", "place", "anpa_category"):
        wanted = names_of(expected)
        if row["field"] == "anpa_category":
            wanted = {name.lower() for name in wanted}
        return (bool(wanted & value) if wanted else None), value
    if isinstance(value, set):
        return expected in value, value
    if row["op"] in ("in", "not_in"):
        have = [same(v) for v in value] if isinstance(value, list) else same(value)
        wanted = same(plain(expected) or expected) if row["field"] == "body_html" else same(expected)
        return (wanted in have) == (row["op"] == "in"), value
    if isinstance(value, datetime) and isinstance(expected, str):
        return instant(value) == instant(expected), value
    if row["field"] == "language" and "-" not in str(expected):
        value = str(value).partition("-")[0]
    if row["field"] == "slugline":  # AP's slugs have one hyphen or two, and theirs none of the blanks
        return re.sub("[ -]+", "-", same(value)) == re.sub("[ -]+", "-", same(expected)), value
    return same(value) == same(expected), value


def names_of(expected: Any) -> set[str]:
    """Return codes and names of an expected subject, genre or signal, without what a newsroom added."""
    rows = expected if isinstance(expected, list) else [expected]
    own = [row for row in rows if isinstance(row, dict) and row.get("scheme") not in ADDED_SCHEMES]
    found = {str(row.get(key)) for row in own for key in ("qcode", "name") if row.get(key)}
    return found | {name.rpartition(":")[2] for name in found} | {row for row in rows if isinstance(row, str)}


def plain(text: Any) -> str:
    return html_text(text) if isinstance(text, str) and "<" in text else str(text)


def same(value: Any) -> Any:
    """Return a value as both sides compare: texts with folded spaces, nothing said as ''."""
    if value is None or value == []:
        return ""
    return " ".join(str(value).split()) if isinstance(value, str | int) else value


def instant(value: Any) -> str:
    found = parse_instant(value) if isinstance(value, str) else value
    return found.strftime("%Y-%m-%dT%H:%M:%S") if found else ""


def read(path: Path) -> list[ParsedItem]:
    """Return the items of a file, none where it is refused."""
    try:
        return parse_document(path.read_bytes(), reference=path.name)
    except RejectedError:
        return []


def zone_of(path: Path) -> str:
    return next((zone for start, zone in ZONES.items() if path.name.startswith(start)), "UTC")


def is_stated(expected: Any, data: str) -> bool:
    """Return whether the file has the expected words at all; else a newsroom's table or a default made them."""
    names = [str(expected)] if isinstance(expected, str | int) else []
    for row in expected if isinstance(expected, list) else [expected]:
        names += [str(row.get("name") or row.get("qcode") or "")] if isinstance(row, dict) else []
    codes = [name.lower() for name in names if 0 < len(name) <= CODE_CHARS]
    if any(not re.search(rf"""(?:["'>$%]|^)\s*{re.escape(code)}\s*(?:["'<]|$)""", data, re.M) for code in codes):
        return False
    words = [re.findall(r"\w+", plain(name).lower()) for name in names]
    return all(re.search(r"\W+".join(map(re.escape, some)), data) for some in words if some) if words else True


def assertions(folder: Path) -> Iterator[tuple[Row, str, str]]:
    """Yield each assertion with its verdict and what we have."""
    for row in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        path = folder / "fixtures" / row["fixture"]
        try:
            items = parse_document(path.read_bytes(), reference=path.name, timezone=zone_of(path))
        except RejectedError as refused:
            # A picture, a listing or a planning item is no article here, and the parser says so.
            is_policy = refused.reason is Reason.NOT_AN_ARTICLE
            yield row, NOT_OURS if is_policy or row["field"] not in ("headline", "guid") else MISS, str(refused)
            continue
        index = row["index"] or 0
        if index >= len(items):
            yield row, NOT_OURS, "not a text"
            continue
        is_held, ours = check(row, items[index])
        verdict = NOT_OURS if is_held is None else HOLD if is_held else MISS
        if verdict is MISS and row["op"] == "eq" and row["expected"] in (None, "", []):
            verdict = EMPTIED
        if verdict is MISS and row["op"] in ("eq", "in") and "isoformat" not in (row["tail"] or ""):
            text = html.unescape(html.unescape(decode(path.read_bytes())[0])).lower()
            verdict = MISS if is_stated(row["expected"], text) else UNSTATED
        yield row, verdict, repr(ours)[:80]


def recall(path: Path) -> tuple[int, int] | None:
    """Return how many words of the file's body elements we have, and how many there are; None for no such element."""
    try:
        root = etree.fromstring(
            # By the bytes, not by the declaration: agencies declare latin-1 and send UTF-8.
            DECLARATION.sub("", decode(path.read_bytes())[0]).encode(),
            etree.XMLParser(resolve_entities=False, no_network=True, recover=True),
        )
    except (etree.XMLSyntaxError, ValueError):
        return None
    items = read(path) if root is not None else []
    names = ("body.content", "body", "inlineData", "DataContent", "inlineXML")  # the first that there is
    bodies = next((found for name in names if (found := list(root.iter("{*}" + name)))), []) if items else []
    texts = [element_text(body) if len(body) else plain_text(body.text or "") for body in bodies]
    texts = [html_text(text) if re.search("<p[ >]", text) else text for text in texts]
    best = max(texts, key=lambda text: len(text.split()), default="")
    if not best or not items:
        return None
    wanted, have = Counter(best.split()), Counter(" ".join(item.body for item in items).split())
    return sum((wanted & have).values()), sum(wanted.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="list what does not hold")
    options = parser.parse_args()
    wire = eval_folder() / "wire"
    print(f"{'wire assertions':24} {HOLD:>5} {MISS:>5} {UNSTATED:>9} {EMPTIED:>9} {NOT_OURS:>9}   share   of all ours")
    total: Counter[str] = Counter()
    for name in FOLDERS:
        verdicts: Counter[str] = Counter()
        for row, verdict, ours in assertions(wire / name):
            verdicts[verdict] += 1
            if options.verbose and verdict == MISS:
                print(f"   {row['fixture'][:40]:40} {row['field']} {row['op']} {str(row['expected'])[:60]!r}: {ours}")
        total += verdicts
        print_share(name, verdicts)
    print_share("all", total)
    print(f"\n{'body recall':24} {'files':>5} {'words':>7}   share")
    for name in ("dpa-2017", "dpa-digitalwires", "iptc-newsml-g2", *FOLDERS):
        found = [pair for path in sorted((wire / name).rglob("*")) if path.is_file() and (pair := recall(path))]
        have, words = sum(a for a, _ in found), sum(b for _, b in found)
        print(f"{name:24} {len(found):5} {words:7}   {have / max(1, words):.4f}")


def print_share(name: str, verdicts: Counter[str]) -> None:
    held, missed = verdicts[HOLD], verdicts[MISS]
    unmet = verdicts[UNSTATED] + verdicts[EMPTIED]
    others = f"{verdicts[UNSTATED]:9} {verdicts[EMPTIED]:9} {verdicts[NOT_OURS]:9}"
    shares = f"{held / max(1, held + missed):.3f}   {held / max(1, held + missed + unmet):.3f}"
    print(f"{name:24} {held:5} {missed:5} {others}   {shares}")


if __name__ == "__main__":
    main()
