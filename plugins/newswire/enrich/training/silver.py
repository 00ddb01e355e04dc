"""Names found by the spaCy model in cased text, which the tagger learns to find in any: its teacher's lesson book."""

import argparse
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path

from newswire.enrich.model import load_model
from newswire.enrich.names import KEPT_LABELS


def write_silver(texts: Iterator[tuple[str, str]], path: Path) -> None:
    """Write one line for each (name, text): the text and its entities as the model labels them."""
    nlp = load_model(with_tagger=False)
    with path.open("w", encoding="utf-8") as file:
        pairs = ((text, name) for name, text in texts)
        for doc, name in nlp.pipe(pairs, as_tuples=True, batch_size=32):
            names = [(ent.start_char, ent.end_char, ent.label_) for ent in doc.ents if ent.label_ in KEPT_LABELS]
            file.write(json.dumps({"name": name, "text": doc.text, "names": names}) + "\n")


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
    write_silver((pair for path in options.texts for pair in _texts(path)), options.out)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    return folder_texts(path) if path.is_dir() else tar_texts(path)


if __name__ == "__main__":
    main()
