"""Feeds: feedparser's own cases through our reader, and what charsets and real feeds give."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from newswire.acquire.parse import parse_listing
from newswire.errors import RejectedError
from newswire.records import FeedEntry
from tests.eval.data import eval_folder

# What a case's header comment asserts of the fields that we have under the same name.
EXPECTED = re.compile(r"""entries\[0\]\[u?'(title|link|id)'\] == (u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")""")
FOLDERS = (
    *(f"feedparser/{kind}" for kind in ("wellformed", "illformed", "encoding", "entities")),
    "miniflux",
    "reader",
    "misc",
)


def read(path: Path) -> tuple[FeedEntry, ...] | None:
    """Return the entries of a file, None where it is refused."""
    try:
        return parse_listing(path.read_bytes(), url="http://127.0.0.1:8097/feed.xml")[0]
    except RejectedError:
        return None


def expectations(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the field and the text that a case's header asserts of its first entry."""
    head = path.read_bytes()[:3000].decode("utf-8", "replace")
    if found := re.search(r"Expect:\s*(.*)", head):
        for field, literal in EXPECTED.findall(found[1]):
            yield field, str(ast.literal_eval(literal))


def main() -> None:
    print(f"{'feeds':24} {'files':>6} {'read':>6} {'refused':>8} {'facts hold':>11} {'miss':>5}")
    for name in FOLDERS:
        counts: Counter[str] = Counter()
        for path in sorted((eval_folder() / "feeds" / name).rglob("*")):
            if not path.is_file() or path.suffix not in (".xml", ".json", ".rss", ".atom"):
                continue
            entries = read(path)
            counts["files"] += 1
            counts["read" if entries is not None else "refused"] += 1
            for field, wanted in expectations(path):
                first = entries[0] if entries else None
                have = {"title": first.title, "link": first.url, "id": first.guid}[field] if first else None
                counts["hold" if " ".join((have or "").split()) == " ".join(wanted.split()) else "miss"] += 1
        columns = (("files", 6), ("read", 6), ("refused", 8), ("hold", 11), ("miss", 5))
        print(f"{name:24}", *(f"{counts[column]:{width}}" for column, width in columns))


if __name__ == "__main__":
    main()
