"""Agency files: the facts that other projects' tests assert of them, and how much of each body is recovered."""

import argparse
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from newswire.acquire.charset import decode
from newswire.acquire.markup import DECLARATION, element_text, html_text, plain_text
from newswire.acquire.parse import parse_document
from newswire.errors import RejectedError
from newswire.records import ParsedItem
from tests.eval.data import eval_folder

FOLDERS = ("core", "ntb", "belga", "aap", "cp")
Row = dict[str, Any]


def said_of(item: ParsedItem) -> dict[str, Callable[[], Any]]:
    """Return our fields under the names that the assertions use; what is not here is a field that we do not have."""
    at = item.published_at
    return {
        "headline": lambda: item.headline or "",
        "slugline": lambda: item.slugline or "",
        "byline": lambda: item.byline or "",
        "guid": lambda: {item.guid, f"{item.guid}:{item.version}"},  # theirs has the version in it
        "uri": lambda: {item.guid, f"{item.guid}:{item.version}"},
        "version": lambda: str(item.version),
        "pubstatus": lambda: item.pubstatus.value,
        "language": lambda: item.language or "",
        "urgency": lambda: item.urgency,
        "priority": lambda: item.priority,
        "ednote": lambda: item.edition_note or "",
        "usageterms": lambda: item.usage_terms or "",
        "word_count": lambda: item.word_count,
        "keywords": lambda: list(item.keywords),
        "embargoed": lambda: item.embargoed_until,
        "firstcreated": lambda: at,
        "versioncreated": lambda: item.updated_at,
        "type": lambda: "text",
        "body_html": lambda: item.body,
        "subject": lambda: {s.code for s in item.subjects} | {s.name for s in item.subjects},
        "signal": lambda: {s.value for s in item.signals},
        "genre": lambda: item.genre,
    }


def check(row: Row, items: list[ParsedItem]) -> bool | None:
    """Return whether an assertion holds for our item, None for a field that we do not have."""
    item = items[min(row["index"] or 0, len(items) - 1)]
    ours = said_of(item).get(row["field"])
    expected, tail = row["expected"], row["tail"] or ""
    if ours is None or (tail and "isoformat" not in tail):
        return None
    value = ours()
    if row["op"] == "true":
        return bool(value)
    if row["field"] in ("subject", "genre", "signal"):
        wanted = names_of(expected)
        have = value if isinstance(value, set) else {value}
        return bool(wanted & have) if wanted else None
    if isinstance(value, set):
        return expected in value
    if row["op"] in ("in", "not_in"):
        have = [same(v) for v in value] if isinstance(value, list) else same(value)
        wanted = same(plain(expected)) if row["field"] == "body_html" else same(expected)
        return (wanted in have) == (row["op"] == "in")
    if hasattr(value, "isoformat") and isinstance(expected, str):
        return instant(value) == instant(expected)
    return same(value) == same(expected)


def names_of(expected: Any) -> set[str]:
    """Return codes and names of an expected subject, genre or signal."""
    rows = expected if isinstance(expected, list) else [expected]
    found = {str(row.get(key)) for row in rows if isinstance(row, dict) for key in ("qcode", "name") if row.get(key)}
    return found | {name.rpartition(":")[2] for name in found} | {row for row in rows if isinstance(row, str)}


def plain(text: Any) -> str:
    return html_text(text) if isinstance(text, str) and "<" in text else str(text)


def same(value: Any) -> Any:
    """Return a value as both sides compare: texts with folded spaces, nothing said as ''."""
    if value is None or value == []:
        return ""
    return " ".join(str(value).split()) if isinstance(value, str | int) else value


def instant(value: Any) -> str:
    from newswire.acquire.times import parse_instant

    found = parse_instant(value) if isinstance(value, str) else value
    return found.strftime("%Y-%m-%dT%H:%M:%S") if found else ""


def read(path: Path) -> list[ParsedItem]:
    try:
        return parse_document(path.read_bytes(), reference=path.name)
    except RejectedError:
        return []


def assertions(folder: Path) -> Iterator[tuple[Row, bool | None, str]]:
    """Yield each assertion with its verdict and what we have."""
    for row in json.loads((folder / "expected.json").read_text(encoding="utf-8")):
        items = read(folder / "fixtures" / row["fixture"])
        if not items:
            yield row, None if row["field"] not in ("headline", "guid") else False, "not read"
            continue
        ours = said_of(items[min(row["index"] or 0, len(items) - 1)]).get(row["field"])
        yield row, check(row, items), repr(ours() if ours else None)[:80]


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
    print(f"{'wire assertions':24} {'hold':>5} {'miss':>5} {'not ours':>9}   share")
    total: Counter[bool | None] = Counter()
    for name in FOLDERS:
        verdicts: Counter[bool | None] = Counter()
        for row, verdict, ours in assertions(wire / name):
            verdicts[verdict] += 1
            if options.verbose and verdict is False:
                print(f"   {row['fixture'][:40]:40} {row['field']} {row['op']} {str(row['expected'])[:60]!r}: {ours}")
        total += verdicts
        print_share(name, verdicts)
    print_share("all", total)
    print(f"\n{'body recall':24} {'files':>5} {'words':>7}   share")
    for name in ("dpa-2017", "dpa-digitalwires", "iptc-newsml-g2", *FOLDERS):
        found = [pair for path in sorted((wire / name).rglob("*")) if path.is_file() and (pair := recall(path))]
        have, words = sum(a for a, _ in found), sum(b for _, b in found)
        print(f"{name:24} {len(found):5} {words:7}   {have / max(1, words):.4f}")


def print_share(name: str, verdicts: Counter[bool | None]) -> None:
    held, missed = verdicts[True], verdicts[False]
    print(f"{name:24} {held:5} {missed:5} {verdicts[None]:9}   {held / max(1, held + missed):.3f}")


if __name__ == "__main__":
    main()
