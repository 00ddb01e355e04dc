"""What holds for any text: offsets, determinism, and that one bad text does not spoil its batch."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from newswire.enrich.annotate import MAX_TEXT_CHARS, annotate_texts, annotation_document, annotation_to_json
from newswire.enrich.time_limit import TookTooLongError, time_limit
from newswire.enrich.version import ANNOTATOR_VERSION, SPACY_MODEL_VERSION
from newswire.errors import Reason, RejectedError
from newswire.records import (
    Addressee,
    Annotation,
    Cue,
    EntityLabel,
    Field,
    Mention,
    Modality,
    Quote,
    QuoteKind,
    Speaker,
    SpeakerKind,
)

TEXTS = [
    '"The harbour will open on Friday," Marta Lindqvist said. She thanked France.',
    "the bridge is closed but nobody is hurt , anna keller said .",
    "",
    'Robert Hale said the plan was "a gift to the banks".\n\n"It will fail," he added.',
    "TALKS END IN GENEVA\n\nThe U.N. envoy, Elena Markovic, told reporters that the talks were over.",
]
PIECES = st.sampled_from([
    '"', "\u201c", "\u201d", "''", "'", " ", "\n", "\n\n", ". ", ", ", ": ", " said",
    " adding", "he", "the U.N.", " s ",
    "according to ", "Anna Keller", "de vries", "GENEVA", " that", "\u00a0", "\u0130", "\U0001f600", "e\u0301", "ß",
])  # fmt: skip
ANY_TEXT = st.one_of(st.text(max_size=80), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join))


def annotate(nlp: Language, text: str) -> Annotation:
    (annotation,) = annotate_texts(nlp, [text])
    assert isinstance(annotation, Annotation), annotation
    return annotation


def mention_from_document(entity: dict[str, Any]) -> Mention:
    """Return the mention that ``annotation_document`` wrote."""
    ids, field = tuple(sorted(entity["ids"].items())), entity["field"]
    kinds = {"label": EntityLabel(entity["label"]), "field": Field(field) if field else None}
    return Mention(**{**entity, "ids": ids, **kinds})


def annotation_from_document(document: dict[str, Any]) -> Annotation:
    """Return the annotation that ``annotation_document`` wrote; raises KeyError or ValueError on any other document."""
    entities = (mention_from_document(entity) for entity in document["entities"])
    quotes = (
        Quote(
            spans=tuple((start, end) for start, end in quote["spans"]),
            text=quote["text"],
            kind=QuoteKind(quote["kind"]),
            confidence=quote["confidence"],
            cue=Cue(**quote["cue"] | {"modality": Modality(quote["cue"]["modality"])}) if quote["cue"] else None,
            speaker=Speaker(**quote["speaker"] | {"kind": SpeakerKind(quote["speaker"]["kind"])})
            if quote["speaker"]
            else None,
            addressee=Addressee(**quote["addressee"]) if quote["addressee"] else None,
        )
        for quote in document["quotes"]
    )
    return Annotation(entities=tuple(entities), quotes=tuple(quotes))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=ANY_TEXT)
def test_offsets_slice_to_their_text_in_any_text(nlp: Language, text: str) -> None:
    annotation = annotate(nlp, text)
    ends = 0
    for mention in annotation.entities:
        assert text[mention.start_char : mention.end_char] == mention.text != ""
        assert mention.start_char >= ends, "mentions don't overlap"
        assert mention.canonical
        ends = mention.end_char
    for quote in annotation.quotes:
        assert quote.text == " ... ".join(text[start:end] for start, end in quote.spans)
        edges = [edge for span in quote.spans for edge in span]
        assert edges == sorted(set(edges)), "spans are in order, apart from each other, and none is empty"
        if quote.cue:
            assert text[quote.cue.start_char : quote.cue.end_char] == quote.cue.text != ""
        if quote.speaker:
            assert text[quote.speaker.start_char : quote.speaker.end_char] == quote.speaker.text != ""
        assert quote.speaker is None or quote.speaker.canonical
        assert 0 <= quote.confidence <= 1
    assert len({quote.spans for quote in annotation.quotes}) == len(annotation.quotes)
    assert annotation_from_document(json.loads(json.dumps(annotation_document(annotation)))) == annotation


def test_a_text_has_one_result_in_any_batch_and_order(nlp: Language) -> None:
    alone = [annotate(nlp, text) for text in TEXTS]
    assert list(annotate_texts(nlp, TEXTS)) == alone
    assert list(annotate_texts(nlp, TEXTS[::-1], batch_size=2)) == alone[::-1]
    assert sum(bool(annotation.quotes) for annotation in alone) == 4


def test_a_text_that_is_too_long_is_rejected_alone(nlp: Language) -> None:
    first, second, third = annotate_texts(nlp, [TEXTS[0], "long " * (MAX_TEXT_CHARS // 5 + 1), TEXTS[1]])
    assert isinstance(first, Annotation)
    assert isinstance(third, Annotation)
    assert isinstance(second, RejectedError)
    assert second.reason is Reason.ANNOTATION_FAILED
    assert str(MAX_TEXT_CHARS) in second.detail


def test_a_word_without_end_is_rejected(nlp: Language) -> None:
    (found,) = annotate_texts(nlp, ["(" * 20_000])
    assert isinstance(found, RejectedError)
    assert "20000 characters" in found.detail


def test_a_text_that_makes_the_model_fail_is_rejected_alone(nlp: Language) -> None:
    @Language.component("fails_on_a_word")  # type: ignore[untyped-decorator]  # spaCy is skipped by mypy here
    def fails_on_a_word(doc: Doc) -> Doc:
        if "unreadable" in doc.text:
            raise IndexError("a state the model was never in")
        return doc

    nlp.add_pipe("fails_on_a_word", first=True)
    try:
        found = list(annotate_texts(nlp, [TEXTS[0], "this is unreadable", TEXTS[1]]))
    finally:
        nlp.remove_pipe("fails_on_a_word")
    assert [type(result) for result in found] == [Annotation, RejectedError, Annotation]
    assert found[0] == annotate(nlp, TEXTS[0])
    rejected = found[1]
    assert isinstance(rejected, RejectedError)
    assert "IndexError" in rejected.detail


def test_a_lone_surrogate_is_no_failure(nlp: Language) -> None:
    [found] = annotate_texts(nlp, ['\udc8b "We sail at dawn \ud800," Anna Keller said.'])
    assert isinstance(found, Annotation)
    json.dumps(annotation_document(found), ensure_ascii=False).encode()


@pytest.mark.slow
def test_a_text_that_never_ends_is_rejected_alone(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    @Language.component("hangs_on_a_word")  # type: ignore[untyped-decorator]  # spaCy is skipped by mypy here
    def hangs_on_a_word(doc: Doc) -> Doc:
        while "endless" in doc.text:
            pass
        return doc

    monkeypatch.setenv("NEWSWIRE_TEXT_CPU_S", "1.5")
    nlp.add_pipe("hangs_on_a_word", first=True)
    try:
        found = list(annotate_texts(nlp, [TEXTS[0], "this is endless", TEXTS[1]]))
    finally:
        nlp.remove_pipe("hangs_on_a_word")
    assert [type(result) for result in found] == [Annotation, RejectedError, Annotation]
    assert "1.5 seconds" in str(found[1])


def test_a_text_that_takes_too_much_memory_is_rejected_alone(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    @Language.component("takes_memory_for_a_word")
    def takes_memory(doc: Doc) -> Doc:
        doc.user_data["taken"] = bytearray(300_000_000) if "greedy" in doc.text else None
        return doc

    monkeypatch.setenv("NEWSWIRE_TEXT_MEMORY_MB", "200")
    nlp.add_pipe("takes_memory_for_a_word", first=True)
    try:
        found = list(annotate_texts(nlp, [TEXTS[0], "this is greedy", TEXTS[1]]))
    finally:
        nlp.remove_pipe("takes_memory_for_a_word")
    assert [type(result) for result in found] == [Annotation, RejectedError, Annotation]
    assert "MemoryError" in str(found[1])
    assert len(bytearray(300_000_000)) == 300_000_000, "the process has its memory back"


def test_a_regular_expression_without_end_is_stopped() -> None:
    with pytest.raises(TookTooLongError), time_limit(0.3):
        re.match(r"(?:a+)+$", "a" * 60 + "c")


def test_the_json_line_has_the_shape_of_the_command_line(nlp: Language) -> None:
    line = annotation_to_json("a1", annotate(nlp, TEXTS[0]))
    assert list(line) == ["id", "entities", "quotes"]
    assert list(line["entities"][0]) == [
        "start_char", "end_char", "text", "label", "canonical", "ids", "role", "field",
    ]  # fmt: skip
    assert list(line["quotes"][0]) == [
        "start_char",
        "end_char",
        "spans",
        "text",
        "kind",
        "cue",
        "speaker",
        "addressee",
        "confidence",
    ]
    assert list(line["quotes"][0]["speaker"]) == ["start_char", "end_char", "text", "canonical", "kind"]
    assert line["entities"][-1]["ids"] == {"iso3166": "FR"}


def test_the_annotator_version_names_the_model(nlp: Language) -> None:
    assert nlp.meta["version"] == SPACY_MODEL_VERSION
    assert SPACY_MODEL_VERSION in ANNOTATOR_VERSION


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    ['"' * 5000, "he said " * 3000, "(" * 20000, ("(" * 900 + " ") * 8, '" said ' * 2000, "a.b" * 8000, "' s" * 8000],
    ids=["marks", "cues", "bracket word", "bracket words", "mark and cue", "dotted word", "possessives"],
)
def test_a_hostile_text_is_annotated_in_bounded_time(nlp: Language, text: str) -> None:
    import time

    started = time.process_time()
    (found,) = annotate_texts(nlp, [text])
    assert isinstance(found, Annotation | RejectedError)
    assert time.process_time() - started < 30


def test_reading_the_version_imports_no_spacy() -> None:
    import subprocess
    import sys

    folder = Path(__file__).parents[2] / "plugins"
    code = "import sys, newswire.enrich.version; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=folder, check=False).returncode == 0
