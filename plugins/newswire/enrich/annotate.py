"""One pass over a text gives its entities and its quotes: pure, given a model."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from newswire.enrich.confidence import Signs, load_map
from newswire.enrich.memory_limit import memory_limit
from newswire.enrich.names import find_mentions
from newswire.enrich.quotes import MIN_CHANCE, Statement, find_quotes, grammar_statements, tagged_statements
from newswire.enrich.recase import RECASED
from newswire.enrich.subjects import read_words
from newswire.enrich.tagger import TAGGED
from newswire.enrich.time_limit import time_limit
from newswire.errors import Reason, RejectedError
from newswire.records import Annotation, Quote
from newswire.settings import text_cpu_s, text_memory_mb

MAX_TEXT_CHARS = 100_000  # a parse takes about 1 GB for each 100,000 characters; the longest wire stories have 30,000
MAX_WORD_CHARS = 1_000  # the tokenizer takes quadratic time within one word; no web address that works is longer
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
BATCH_SIZE = 32
BATCH_CHARS = 200_000


def annotate_texts(
    nlp: Language, texts: Iterable[str], *, batch_size: int = BATCH_SIZE
) -> Iterator[Annotation | RejectedError]:
    """Yield for each text its annotation, or why it has none: a RejectedError is yielded, not raised.

    ``nlp`` comes from ``load_model``. Results are in the order of the texts and depend on the text alone. One batch is
    held at a time; what the model remembers of its words is forgotten with it. A lone surrogate, which no encoding has,
    is read as U+FFFD.
    """
    for batch in _batches((LONE_SURROGATE.sub("\ufffd", text) for text in texts), batch_size):
        with nlp.memory_zone():
            found = _annotate_batch(nlp, batch)
        yield from found


def _batches(texts: Iterable[str], batch_size: int) -> Iterator[list[str]]:
    batch: list[str] = []
    chars = 0
    for text in texts:
        if batch and (len(batch) == batch_size or chars + len(text) > BATCH_CHARS):
            yield batch
            batch, chars = [], 0
        batch.append(text)
        chars += len(text)
    if batch:
        yield batch


def _annotate_batch(nlp: Language, texts: Sequence[str]) -> list[Annotation | RejectedError]:
    refused = [_refusal(text) for text in texts]
    readable = [text for text, refusal in zip(texts, refused, strict=True) if refusal is None]
    try:
        with _bounds():  # a batch has no more text than the longest article may have twice
            annotated: Iterator[Annotation | RejectedError] = iter(
                [_annotation(doc, text) for text, doc in zip(readable, nlp.pipe(readable), strict=True)]
            )
    except Exception:  # noqa: BLE001  whichever text it was is found by taking them one by one
        annotated = iter([_annotate_alone(nlp, text) for text in readable])
    return [refusal or next(annotated) for refusal in refused]


@contextmanager
def _bounds() -> Iterator[None]:
    with time_limit(text_cpu_s()), memory_limit(text_memory_mb()):
        yield


def _refusal(text: str) -> RejectedError | None:
    longest = max(map(len, text.split()), default=0)
    if len(text) > MAX_TEXT_CHARS:
        detail = f"the text has {len(text)} characters, more than {MAX_TEXT_CHARS}: see its source"
    elif longest > MAX_WORD_CHARS:
        detail = f"a word has {longest} characters, more than {MAX_WORD_CHARS}: this is no running text, see its source"
    else:
        return None
    return RejectedError(Reason.ANNOTATION_FAILED, detail)


def _annotate_alone(nlp: Language, text: str) -> Annotation | RejectedError:
    try:
        with _bounds():
            return _annotation(nlp(text), text)
    except Exception as error:  # noqa: BLE001  a text may make the model fail in any way, and only that text is skipped
        return RejectedError(
            Reason.ANNOTATION_FAILED, f"the model failed on this text: {type(error).__name__}: {error}"
        )


def _annotation(doc: Doc, text: str) -> Annotation:
    mentions, statements = find_mentions(doc, text), _statements(doc, text)
    with_tagger = TAGGED in doc.user_data
    min_chance = MIN_CHANCE if with_tagger else 0.0
    quotes = find_quotes(
        text,
        doc.user_data[RECASED].copy,
        mentions,
        statements,
        load_map(with_tagger=with_tagger),
        min_chance=min_chance,
    )
    return Annotation(entities=mentions, quotes=tuple(quote for quote, _ in quotes))


def _statements(doc: Doc, text: str) -> list[Statement]:
    tagged = doc.user_data.get(TAGGED)
    return grammar_statements(doc, text) if tagged is None else tagged_statements(text, tagged, read_words(doc))


def read_quotes(doc: Doc, text: str) -> list[tuple[Quote, Signs]]:
    """Return the quotes of a text, which ``doc`` is, with what speaks for each: what confidence is fitted on."""
    return find_quotes(
        text, doc.user_data[RECASED].copy, find_mentions(doc, text), _statements(doc, text), lambda signs: signs.raw
    )


def annotation_document(annotation: Annotation) -> dict[str, Any]:
    """Return the annotation as JSON values: the document kept in ``news.annotation``."""
    return {
        "entities": [
            {
                "start_char": mention.start_char,
                "end_char": mention.end_char,
                "text": mention.text,
                "label": mention.label.value,
                "canonical": mention.canonical,
                "ids": dict(mention.ids),
                "role": mention.role,
                "field": mention.field.value if mention.field else None,
            }
            for mention in annotation.entities
        ],
        "quotes": [_quote_document(quote) for quote in annotation.quotes],
    }


def _quote_document(quote: Quote) -> dict[str, Any]:
    cue, speaker, told = quote.cue, quote.speaker, quote.addressee
    return {
        "start_char": quote.start_char,
        "end_char": quote.end_char,
        "spans": [list(span) for span in quote.spans],
        "text": quote.text,
        "kind": quote.kind.value,
        "cue": {
            "start_char": cue.start_char,
            "end_char": cue.end_char,
            "text": cue.text,
            "lemma": cue.lemma,
            "modality": cue.modality.value,
        }
        if cue
        else None,
        "speaker": {
            "start_char": speaker.start_char,
            "end_char": speaker.end_char,
            "text": speaker.text,
            "canonical": speaker.canonical,
            "kind": speaker.kind.value,
        }
        if speaker
        else None,
        "addressee": {"start_char": told.start_char, "end_char": told.end_char, "text": told.text} if told else None,
        "confidence": quote.confidence,
    }


def annotation_to_json(id: str | int, annotation: Annotation) -> dict[str, Any]:
    """Return one line of ``newswire annotate``: the document with the id of its text."""
    return {"id": id, **annotation_document(annotation)}
