"""What the tagger reads in print, a lesson for archives: ``python -m newswire.enrich.training.pseudo TEXTS --out F``.

Quotation marks bound what was said, so a cased text with its marks is read better than the copy of it that lost both.
Its reading, where it is sure, is what the tagger is to see in that copy (pseudo-labels, Lee 2013; the student's text is
the harder one, Xie et al. 2020). Nobody needs to have marked these texts. Needs no PyTorch.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from spacy.language import Language

from newswire.enrich.annotate import read_quotes
from newswire.enrich.confidence import load_map
from newswire.enrich.lost_marks import has_lost_marks
from newswire.enrich.model import load_model
from newswire.enrich.spans import Span, overlaps
from newswire.enrich.tagger import TAGGED
from newswire.enrich.training.corpus import Article, Attribution
from newswire.enrich.training.silver import named_texts

MIN_SURE: Final = 0.6  # confidence of a quote that is taught; what else may be a cue is neither taught nor denied


def read_article(nlp: Language, name: str, text: str) -> Article:
    """Return the text with the attributions that the annotator is sure of, and the words that may hang another."""
    chance, doc = load_map(with_tagger=True), nlp(text)
    found = [
        ((quote.cue.start_char, quote.cue.end_char), quote.spans, chance(signs))
        for quote, signs in read_quotes(doc, text)
        if quote.cue is not None
    ]
    attributions: list[Attribution] = []
    unsure: list[Span] = []
    for item in doc.user_data[TAGGED]:
        near = [(sure, content) for cue, content, sure in found if overlaps(cue, item.anchor)]
        sure, content = max(near, default=(0.0, ()))
        if sure >= MIN_SURE and item.source:
            attributions.append(Attribution(source=item.source, cue=item.cue, content=content))
        else:
            unsure.append(item.anchor)
    return Article(name, text, tuple(attributions), tuple(unsure))


def read_all(nlp: Language, texts: Iterator[tuple[str, str]]) -> Iterator[Article]:
    """Yield an article for each (name, text) that has something to teach."""
    for name, text in texts:
        if not has_lost_marks(text) and (article := read_article(nlp, name, text)).attributions:
            yield article


def main() -> None:
    """Write one line for each text: its name, itself, its attributions, and which words may be cues."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+", help="folders of text files, or .tar.gz archives of them")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    nlp = load_model(with_tagger=True)
    with options.out.open("w", encoding="utf-8") as file:
        for article in read_all(nlp, named_texts(options.texts)):
            attributions = [[item.source, item.cue, item.content] for item in article.attributions]
            row = {"name": article.name, "text": article.text, "attributions": attributions, "unsure": article.unsure}
            file.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
