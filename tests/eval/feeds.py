"""Feeds of other projects' tests: which entries, titles, links, ids and times we read as they expect.

feedparser's cases carry an ``Expect:`` line, a Python expression on its own result. Only comparisons with a literal are
read, never evaluated, and only those of an entry's id, link, title and times.
"""

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

from newswire.acquire.charset import decode
from newswire.acquire.markup import fold_spaces, html_text
from newswire.acquire.parse import parse_listing
from newswire.acquire.times import parse_instant
from newswire.errors import RejectedError
from newswire.records import FeedEntry
from tests.eval.data import eval_folder

BASE = "http://127.0.0.1:8097/feed.xml"
EXPECT = re.compile(r"Expect:\s*(.*?)\s*(?:-->|\n\n|\n[A-Z][a-z]+:)", re.S)
LOCATION = re.compile(rb"Header:\s+Content-Location:\s+(\S+)", re.I)
FIELDS = {"id", "guid", "link", "title", "published", "updated", "published_parsed", "updated_parsed"}


def read(path: Path) -> tuple[tuple[FeedEntry, ...], str]:
    """Return the entries and why the file was refused; anything but a refusal is an error of ours and raises."""
    data = path.read_bytes()
    stated = LOCATION.search(data)  # the answer's header, in feedparser's cases
    try:
        return parse_listing(data, url=stated[1].decode() if stated else BASE)[0], ""
    except RejectedError as refused:
        return (), str(refused)


def expectations(text: str) -> Iterator[tuple[int, str, Any]]:
    """Yield (entry's number, field, expected value) of each comparison that is read."""
    found = EXPECT.search(text)
    if found is None:
        return
    try:
        tree = ast.parse(found[1].strip(), mode="eval")
    except SyntaxError:
        return
    parts = tree.body.values if isinstance(tree.body, ast.BoolOp) else [tree.body]
    for part in parts:
        if not isinstance(part, ast.Compare) or not isinstance(part.ops[0], ast.Eq):
            continue
        match = re.fullmatch(r"(?:f\.)?entries\[(\d+)\](?:\['(\w+)'\]|\.(\w+))", ast.unparse(part.left))
        if match is None or (match[2] or match[3]) not in FIELDS:
            continue
        try:
            yield int(match[1]), match[2] or match[3], ast.literal_eval(part.comparators[0])
        except ValueError:
            continue


def holds(entry: FeedEntry, field: str, expected: Any) -> tuple[bool, Any]:
    """Return whether our entry says what is expected, and what it says."""
    if field == "title":  # ours is text, theirs is sanitised markup
        return plain(entry.title or "") == plain(expected), entry.title
    if field == "link":
        return entry.url == expected or (not expected and entry.url is None), entry.url
    if field in ("id", "guid"):
        return entry.guid == expected, entry.guid
    ours = entry.published_at if field.startswith("published") else entry.updated_at
    if isinstance(expected, tuple):
        wanted = datetime(*expected[:6], tzinfo=UTC)
        return ours == wanted, ours
    return ours == parse_instant(expected), ours


def plain(text: str) -> str:
    """Return the words of a title, however often it was escaped."""
    return " ".join(re.findall(r"\w+", fold_spaces(html_text(unescape(text)))))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="list what does not hold")
    options = parser.parse_args()
    folder = eval_folder() / "feeds"
    print(f"{'feeds':28} {'files':>6} {'refused':>8} {'entries':>8} {'hold':>6} {'miss':>6}   share")
    for name in (f"feedparser/{part}" for part in ("wellformed", "encoding", "entities", "illformed")):
        print_part(folder, name, options.verbose)
    for name in ("miniflux", "reader", "misc"):
        print_part(folder, name, options.verbose)


def print_part(folder: Path, name: str, is_verbose: bool) -> None:
    """Print one line for the files of a folder, and what does not hold in them."""
    count: Counter[str] = Counter()
    by_field: Counter[tuple[str, bool]] = Counter()
    for path in sorted((folder / name).rglob("*")):
        if not path.is_file() or path.name.startswith("LICENSE"):
            continue
        entries, refusal = read(path)
        if is_verbose and refusal:
            print(f"   {path.name[:56]:56} refused: {refusal[:90]}")
        count["files"] += 1
        count["refused"] += bool(refusal)
        count["entries"] += len(entries)
        for number, field, expected in expectations(decode(path.read_bytes())[0]):
            verdict, ours = holds(entries[number], field, expected) if number < len(entries) else (False, "none")
            by_field[field, verdict] += 1
            count["hold" if verdict else "miss"] += 1
            if is_verbose and not verdict:
                print(f"   {'/'.join(path.parts[-2:])[:56]:56} {field} == {str(expected)[:60]!r}: {str(ours)[:60]!r}")
    share = f"{count['hold'] / (count['hold'] + count['miss']):.3f}" if count["hold"] + count["miss"] else ""
    print(
        f"{name:28} {count['files']:6} {count['refused']:8} {count['entries']:8} {count['hold']:6} {count['miss']:6}"
        f"   {share}"
    )
    if is_verbose:
        for field in sorted({field for field, _ in by_field}):
            print(f"   {field:16} {by_field[field, True]} hold, {by_field[field, False]} miss")


if __name__ == "__main__":
    main()
