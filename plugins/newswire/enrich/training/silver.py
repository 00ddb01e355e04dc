"""Names found by the spaCy model in cased text, which the tagger learns to find in any: its teacher's lesson book."""

import argparse
import json
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from newswire.enrich.model import load_model
from newswire.enrich.name_spans import VALUES
from newswire.enrich.names import KEPT_LABELS

Row = dict[str, Any]


MIN_VOTES, MIN_MAJORITY = 4, 0.8


def settle_labels(rows: Sequence[Row]) -> Iterator[Row]:
    """Yield the rows with each name's label as most of them have it, in its own text, else in all.

    A model that reads one sentence at a time errs at random; a name that it calls a company nine times is none the
    tenth. Values (dates, money) are left as they are.
    """
    everywhere = _votes(rows)
    for row in rows:
        here = _votes([row])
        names = []
        for start, end, label in row["names"]:
            form = row["text"][start:end]
            if label not in VALUES:
                (best, count), total = here[form].most_common(1)[0], here[form].total()
                if total < MIN_VOTES or count / total < MIN_MAJORITY:
                    (best, count), total = everywhere[form].most_common(1)[0], everywhere[form].total()
                names.append((start, end, best if total >= MIN_VOTES and count / total >= MIN_MAJORITY else label))
            else:
                names.append((start, end, label))
        yield {**row, "names": names}


def _votes(rows: Iterable[Row]) -> Mapping[str, Counter[str]]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for start, end, label in row["names"]:
            if label not in VALUES:
                votes[row["text"][start:end]][label] += 1
    return votes


def write_silver(texts: Iterator[tuple[str, str]], path: Path) -> None:
    """Write one line for each (name, text): the text and its entities as the model labels them."""
    nlp = load_model(with_tagger=False)
    rows: list[Row] = []
    pairs = ((text, name) for name, text in texts)
    for doc, name in nlp.pipe(pairs, as_tuples=True, batch_size=32):
        names = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in KEPT_LABELS]
        rows.append({"name": name, "text": doc.text, "names": names})
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in settle_labels(rows))


def tar_texts(path: Path) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each text file in a tar archive, in its order."""
    with tarfile.open(path) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".txt") and (file := archive.extractfile(member)):
                yield member.name, file.read().decode("utf-8", "replace")


def folder_texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each file of a folder."""
    for path in sorted(folder.iterdir()):
        yield path.stem, path.read_bytes().decode("utf-8")


def main() -> None:
    """Write one file of silver for all that is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+", help="folders of text files, or .tar.gz archives of them")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    if missing := [str(path) for path in options.texts if not path.exists()]:
        parser.error(f"no such file or folder: {', '.join(missing)}")  # before the minutes that the others take
    write_silver(named_texts(options.texts), options.out)


def named_texts(paths: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of each text in folders and archives."""
    for path in paths:
        yield from folder_texts(path) if path.is_dir() else tar_texts(path)


if __name__ == "__main__":
    main()
