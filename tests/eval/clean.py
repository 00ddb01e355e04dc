"""Audit what the cleaner leaves in bodies: `python -m tests.eval.clean [--verbose] [FILE.jsonl ...]`.

The patterns (clean_patterns.toml) are written apart from the cleaner's table. Beside their hits it is counted whether
body and furniture together give back the words of the text, in their order. FILE.jsonl names other texts, as
{"id", "text"}.
"""

import argparse
import gzip
import json
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from newswire.acquire.parse import parse_document
from newswire.acquire.parse_html import parse_html
from newswire.clean.characters import LINE_END, clean_line
from newswire.clean.clean import clean_text
from newswire.clean.degraded import measure
from newswire.errors import RejectedError
from newswire.records import CleanText, Damage, ParsedItem
from newswire.settings import SAMPLES_DIR
from tests.eval.data import benchmark_pages, eval_folder, evaluation_pages, publisher_pages, reuters_texts

HEAD_LINES, TAIL_LINES = 8, 12
NOT_ARTICLES = ("LICENSE", "NOTICE", "README")
TABLE = tomllib.loads(Path(__file__).with_name("clean_patterns.toml").read_text(encoding="utf-8"))
AIMED = TABLE["aim_zero"]
PIECES = TABLE["pieces"]


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern of the table with its pieces put in."""
    return re.compile(pattern.replace("<agency>", PIECES["agency"]).replace("<month>", PIECES["month"]))


DAMAGE_TEXTS = 500
MARK = re.compile(r"(?<=\w)([.,;:?!])(?=\s)")
STATES: dict[str, Callable[[str], str]] = {
    "as published": lambda body: body,
    "lower case": str.lower,
    "capitals": str.upper,
    "marks parted": lambda body: MARK.sub(r" \1", body),
    "apostrophes lost": lambda body: re.sub("['\u2019]", " ", body),
    "quotation marks lost": lambda body: re.sub('["\u201c\u201d]', "", body),
}
PATTERNS = {
    row["kind"]: [(place, compiled(pattern)) for place in ("any", "head", "tail") for pattern in row.get(place, ())]
    for row in TABLE["audit"]
}
WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text to clean, and where it came from."""

    group: str
    name: str
    item: ParsedItem | None
    text: str


def main() -> int:
    """Print the table; exit status 1 where words were lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--verbose", action="store_true", help="list each line that was hit")
    options = parser.parse_args()
    texts = given_texts(options.files) if options.files else wire_texts(eval_folder())
    hits: dict[str, Counter[str]] = {}
    counts: dict[str, Counter[str]] = {}
    for text in texts:
        found, count = hits.setdefault(text.group, Counter()), counts.setdefault(text.group, Counter())
        clean = clean_text(text.text)
        count["texts"] += 1
        count["lost"] += not keeps_words(text.text, clean)
        for kind, line in audit(clean.body):
            found[kind] += 1
            if options.verbose:
                print(f"{kind:12} {text.group} {text.name}: {line[:200]!r}")
    print_table(hits, counts)
    if not options.files and (reuters := reuters_texts(eval_folder(), DAMAGE_TEXTS)):
        print_damage(reuters)
    return 1 if any(count["lost"] for count in counts.values()) else 0


def print_table(hits: dict[str, Counter[str]], counts: dict[str, Counter[str]]) -> None:
    """Print one row a group: texts, texts that lost words, lines hit by kind."""
    print(f"{'left in bodies':20}{'texts':>7}{'lost':>6}" + "".join(f"{kind:>13}" for kind in PATTERNS))
    total_hits: Counter[str] = sum(hits.values(), Counter())
    total: Counter[str] = sum(counts.values(), Counter())
    for name, found, count in (*((name, hits[name], counts[name]) for name in hits), ("all", total_hits, total)):
        print(f"{name:20}{count['texts']:7}{count['lost']:6}" + "".join(f"{found[kind]:13}" for kind in PATTERNS))
    print(f"aim 0 for {', '.join(AIMED)}: {sum(total_hits[kind] for kind in AIMED)} lines")


def print_damage(texts: list[str]) -> None:
    """Print what is measured on cased stories, and on the same stories after each kind of damage."""
    names = [damage.value for damage in Damage]
    print(f"\n{'found in stories':24}{'texts':>7}" + "".join(f"{name:>18}" for name in names))
    for state, harm in STATES.items():
        found: Counter[str] = Counter()
        for text in texts:
            found.update(damage.value for damage in measure(harm(clean_text(text).body)).damage)
        print(f"{state:24}{len(texts):7}" + "".join(f"{found[name]:18}" for name in names))


def audit(body: str) -> Iterator[tuple[str, str]]:
    """Yield each line of a body that one of the patterns hits, with its kind; a line is one hit of a kind."""
    lines = [line for line in body.split("\n") if line]
    for number, line in enumerate(lines):
        places = {"any"}
        places |= {"head"} if number < HEAD_LINES else set()
        places |= {"tail"} if number >= len(lines) - TAIL_LINES else set()
        for kind, patterns in PATTERNS.items():
            if any(place in places and pattern.search(line) for place, pattern in patterns):
                yield kind, line


def keeps_words(text: str, clean: CleanText) -> bool:
    """Return whether the words of the text are those of its furniture and of its body, both in the text's order."""
    rest, start = [], 0
    for piece in clean.furniture:
        if text[piece.start_char : piece.end_char] != piece.text:
            return False
        rest.append(text[start : piece.start_char])
        start = piece.end_char
    return words("\n".join((*rest, text[start:]))) == words(clean.body)


def words(text: str) -> list[str]:
    """Return the words of a text after character repair."""
    return WORD.findall("\n".join(clean_line(line, Counter()) for line in LINE_END.split(text)))


def wire_texts(folder: Path, *, outside: bool = True) -> Iterator[Text]:
    """Yield the articles of the sample wire, and of the outside wires and pages where they are there and asked for."""
    for path in (*sorted(SAMPLES_DIR.rglob("*")), *(sorted((folder / "wire").rglob("*")) if outside else ())):
        if path.is_file() and not path.name.startswith(NOT_ARTICLES):
            group = "sample wire" if path.is_relative_to(SAMPLES_DIR) else path.relative_to(folder / "wire").parts[0]
            yield from of_items(group, path.name, read(path))
    if not outside:
        return
    if not (folder / "html").is_dir():
        print(f"no test material at {folder}: set NEWSWIRE_EVAL_DATA", file=sys.stderr)
        return
    pages = (("aeb", benchmark_pages), ("fundus-evaluation", evaluation_pages), ("fundus", publisher_pages))
    for group, read_pages in pages:
        for page in read_pages(folder):
            try:
                items = parse_html(page.data, reference=page.url or "", fetched_at=page.crawled_at)
            except RejectedError:
                continue
            yield from of_items(group, page.name, items)


def of_items(group: str, name: str, items: Iterable[ParsedItem]) -> Iterator[Text]:
    """Yield the texts of those items that have one."""
    return (Text(group=group, name=name, item=item, text=item.body) for item in items if item.body.strip())


def read(path: Path) -> list[ParsedItem]:
    """Return the items of a file, none where it is refused."""
    try:
        return parse_document(path.read_bytes(), reference=path.name)
    except RejectedError:
        return []


def given_texts(files: Iterable[Path]) -> Iterator[Text]:
    """Yield the texts of JSON Lines files."""
    for path in files:
        data = path.read_bytes()
        lines = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8").splitlines()
        for row in map(json.loads, filter(str.strip, lines)):
            yield Text(group=path.name, name=str(row["id"]), item=None, text=row["text"])


if __name__ == "__main__":
    sys.exit(main())
