"""The trained tagger: its windows, its decoder, and what it makes of clean and degraded copy."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from newswire.enrich.annotate import annotate_texts
from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.model import load_model
from newswire.enrich.network import WEIGHTS, load_network, session_options
from newswire.enrich.pieces import MAX_PIECES, MAX_READ_PIECES, Window, cut_by_content, cut_windows, read_words
from newswire.enrich.tagger import Floats, Tagger, best_paths
from newswire.records import Annotation, Quote

CLEAN = (
    "PORT AMBRY (Newswire) - The ferry will not sail before Monday, harbour master Ada Brook said on Friday.\n\n"
    "“We found rust in the hull,” she told reporters. “It is worse than we thought.”\n\n"
    "A senior official at the transport ministry said the inspection had been delayed twice."
)
DEGRADED = (
    "port ambry ( newswire ) - the ferry will not sail before monday , harbour master ada brook said on friday .\n"
    "we found rust in the hull , she told reporters .\nit is worse than we thought .\n"
    "a senior official at the transport ministry said the inspection had been delayed twice ."
)
STORY = "\n\n".join(
    f"Pier {number} of Port Ambry saw {number * 7} ships of grain and coal, said Ada Brook." for number in range(50)
)
UPDATE = f"The harbour has a new master, the town said.\n\n{STORY}\n\nNobody was hurt."


@pytest.fixture(scope="module")
def tagging_nlp() -> Language:
    return load_model(with_tagger=True)


def annotate(nlp: Language, text: str) -> Annotation:
    (found,) = annotate_texts(nlp, [text])
    assert isinstance(found, Annotation)
    return found


def quote_with(annotation: Annotation, words: str) -> Quote:
    (quote,) = (quote for quote in annotation.quotes if words in quote.text)
    return quote


@given(st.text(max_size=3000))
@settings(max_examples=40, deadline=None)
def test_windows_cover_every_word_and_none_is_too_long(text: str) -> None:
    tokenizer, _network = load_network()
    words = read_words(text * 3, tokenizer)
    windows = list(cut_windows(words))
    covered = {index for window in windows for index in range(window.first, window.end)}
    assert covered == set(range(len(words.spans)))
    assert all(len(window.piece_ids) <= MAX_PIECES for window in windows)


@given(st.text(max_size=3000))
@settings(max_examples=40, deadline=None)
def test_windows_cut_by_content_hold_every_word_once_and_none_is_too_long(text: str) -> None:
    tokenizer, _network = load_network()
    words = read_words(text * 3, tokenizer)
    windows = list(cut_by_content(words))
    assert [place for window in windows for place in range(window.first, window.end)] == list(range(len(words.spans)))
    assert all(len(window.piece_ids) <= MAX_READ_PIECES + 2 for window in windows)


def test_windows_begin_at_paragraphs_and_are_the_same_in_an_update() -> None:
    tokenizer, _network = load_network()
    ours, theirs = (list(cut_by_content(read_words(text, tokenizer))) for text in (STORY, UPDATE))
    assert all(window.breaks[1] == 2 for window in theirs[1:])
    assert len(ours) >= 5
    assert len(set(ours) & set(theirs)) >= len(ours) - 3, "the first, the last, and one beside may differ"


def test_windows_part_where_no_statement_goes_on() -> None:
    tokenizer, _network = load_network()
    lines = [
        line
        for number in range(40)
        for line in (
            f"the owners of pier {number} said that the ferry is old and that nobody has looked at its hull .",
            f"we have known that for {number} years , and there is nobody on this island who does not know it .",
            f"it never was a secret in the {number} houses of the town .",
        )
    ]
    text = "\n".join(lines)
    windows = list(cut_by_content(read_words(text, tokenizer)))
    words = read_words(text, tokenizer)
    assert len(windows) >= 10
    assert {text[words.spans[window.first][0] :].split()[0] for window in windows} == {"the"}


def test_only_what_differs_from_an_earlier_text_is_read_again_with_the_same_result() -> None:
    tokenizer, network = load_network()
    read: list[Window] = []

    class Counting:
        def read(self, window: Window) -> tuple[Floats, Floats, Floats]:
            read.append(window)
            return network.read(window)

        relate = staticmethod(network.relate)

    tagger = Tagger(tokenizer, Counting())
    tagger.tag(STORY)
    before = len(read)
    assert tagger.tag(UPDATE) == Tagger(tokenizer, network, kept_count=0).tag(UPDATE)
    assert 0 < len(read) - before < before


NAMES_TOLD = [
    ({"Ottilie": {"B-PERSON": 0.7}, "Brand": {"I-ORG": 0.6, "I-PERSON": 0.3}}, [("Ottilie Brand", "PERSON")]),
    ({"Ottilie": {"B-ORG": 0.8}, "Brand": {"B-ORG": 0.5, "I-ORG": 0.3}}, [("Ottilie", "ORG"), ("Brand", "ORG")]),
    ({"Ottilie": {"B-FAC": 0.45, "B-GPE": 0.25}, "Brand": {"I-FAC": 0.4, "I-GPE": 0.35}}, [("Ottilie Brand", "FAC")]),
    ({"Ottilie": {"B-FAC": 0.3, "B-GPE": 0.3, "B-ORG": 0.3}}, []),  # a name, but of what?
    ({"Ottilie": {"B-PERSON": 0.55}}, []),
    ({"Brand": {"I-PERSON": 0.9}}, [("Brand", "PERSON")]),
]  # fmt: skip


@pytest.mark.parametrize(("told", "names"), NAMES_TOLD)
def test_a_name_is_a_run_of_words_and_its_label_is_the_run_s(told, names) -> None:
    tokenizer, network = load_network()
    text = "Treasurer Ottilie Brand left"

    class Telling:
        def read(self, window: Window) -> tuple[Floats, Floats, Floats]:
            words, anchors, logits = network.read(window)
            chances = np.full_like(logits, 1e-6)
            for chance, word in zip(chances, text.split(), strict=True):
                for tag, value in told.get(word, {}).items():
                    chance[NAME_TAGS.index(tag)] = value
                chance[NAME_TAGS.index("O")] = 1 - sum(told.get(word, {}).values())
            return words, np.full_like(anchors, -50), np.log(chances)

        relate = staticmethod(network.relate)

    found = Tagger(tokenizer, Telling()).tag(text)[1]
    assert [(text[name.start_char : name.end_char], name.label) for name in found] == names


@given(st.text(max_size=600))
@settings(max_examples=30, deadline=None)
def test_what_is_tagged_lies_in_the_text(text: str) -> None:
    tagged, names = Tagger(*load_network()).tag(text)
    for item in tagged:
        assert 0 <= item.confidence <= 1
        for start, end in (*item.content, *item.source, *item.cue, item.anchor):
            assert 0 <= start < end <= len(text)
    assert all(text[name.start_char : name.end_char].strip() for name in names)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.sampled_from([0.0, 0.7, 1.5]))
def test_no_path_is_better_than_the_best(seed: int, words: int, change_cost: float) -> None:
    scores = np.random.default_rng(seed).normal(size=(2, words, 3)).astype(np.float32)

    def worth(anchor: int, path: tuple[int, ...]) -> float:
        changes = sum(left != right for left, right in pairwise(path))
        return float(sum(scores[anchor, word, label] for word, label in enumerate(path))) - change_cost * changes

    for anchor, path in enumerate(best_paths(scores, change_cost).tolist()):
        best = max(worth(anchor, other) for other in product(range(3), repeat=words))
        assert worth(anchor, tuple(path)) == pytest.approx(best, abs=1e-4)


def test_the_best_path_pays_for_each_change() -> None:
    scores = np.log(np.array([[0.9, 0.1], [0.4, 0.6], [0.9, 0.1]], dtype=np.float32))
    assert best_paths(scores[None], 0.0).tolist() == [[0, 1, 0]]
    assert best_paths(scores[None], 1.0).tolist() == [[0, 0, 0]]


@pytest.mark.parametrize("graph", ["encoder.onnx", "pairs.onnx"])
def test_the_network_runs_no_node_that_is_slower_than_its_parts(tmp_path: Path, graph: str) -> None:
    options = session_options()
    options.optimized_model_filepath = str(tmp_path / graph)
    onnxruntime.InferenceSession(WEIGHTS / graph, options, providers=["CPUExecutionProvider"])
    as_run = (tmp_path / graph).read_bytes()
    assert b"MatMulIntegerToFloat" in as_run, "products are in 8 bits, and from them at once in 32"
    assert not {name for name in (b"SkipLayerNormalization", b"BiasGelu", b"MultiHeadAttention") if name in as_run}


def test_a_text_s_result_does_not_depend_on_its_company(tagging_nlp: Language) -> None:
    alone = annotate(tagging_nlp, CLEAN)
    assert list(annotate_texts(tagging_nlp, [DEGRADED, CLEAN, CLEAN * 4]))[1] == alone


@pytest.mark.parametrize("text", [CLEAN, DEGRADED], ids=["clean", "degraded"])
def test_who_said_what_comes_out_of_clean_and_of_degraded_copy(tagging_nlp: Language, text: str) -> None:
    found = annotate(tagging_nlp, text)
    first, second, third = (
        quote_with(found, words) for words in ("will not sail before", "rust in the hull", "had been delayed twice")
    )
    assert [quote.speaker and quote.speaker.canonical for quote in (first, second, third)] == [
        "Ada Brook",
        "Ada Brook",
        "senior official at the transport ministry",
    ]
    assert [quote.cue and quote.cue.lemma for quote in (first, second, third)] == ["say", "tell", "say"]
    assert second.kind.value == "direct"
    assert third.speaker is not None
    assert third.speaker.kind.value == "anonymous"
    assert second.addressee is not None
    assert second.addressee.text == "reporters"


def test_offsets_slice_to_their_text(tagging_nlp: Language) -> None:
    for text in (CLEAN, DEGRADED):
        found = annotate(tagging_nlp, text)
        for part in (
            *found.entities,
            *(q.cue for q in found.quotes if q.cue),
            *(q.speaker for q in found.quotes if q.speaker),
        ):
            assert text[part.start_char : part.end_char] == part.text


def test_the_pipeline_is_the_one_that_the_setting_names_now(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting, is_tagger in (("tagger", True), ("rules", False), ("tagger", True)):
        monkeypatch.setenv("NEWSWIRE_ANNOTATOR", setting)
        assert ("newswire_tagger" in load_model().pipe_names) is is_tagger
