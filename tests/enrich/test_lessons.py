"""What the tagger is taught: spans that follow a text into its degraded copy, and words nobody may be sure of."""

import random

import numpy as np
import pytest
from tokenizers import Tokenizer

from newswire.enrich.model import load_model
from newswire.enrich.network import load_network
from newswire.enrich.training.corpus import Article, Attribution
from newswire.enrich.training.examples import UNLABELLED, cut_examples, make_lesson
from newswire.enrich.training.pseudo import MIN_SURE, read_article
from newswire.enrich.training.strangers import with_strangers

TEXT = (
    'The ferry will sail again on Monday. "We mended both engines," harbour master Ada Brenn told reporters in Port '
    'Vellan. "Nobody has to swim."\n\nThe union doubts that the engines will last, and Brenn said that it may inspect '
    "them on Friday."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_network()[0]


def span(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def test_what_is_read_in_print_is_taught_in_the_copy_without_marks() -> None:
    article = read_article(load_model(with_tagger=True), "ferry", TEXT)
    told = next(item for item in article.attributions if TEXT[slice(*item.cue[0])] == "told")
    assert [TEXT[slice(*piece)] for piece in told.content] == ["We mended both engines", "Nobody has to swim"]
    assert "Ada Brenn" in TEXT[told.source[0][0] : told.source[-1][1]]
    copy = article.degraded()
    moved = next(item for item in copy.attributions if copy.text[slice(*item.cue[0])] == "told")
    assert [copy.text[slice(*piece)] for piece in moved.content] == ["we mended both engines", "nobody has to swim"]
    assert [copy.text[slice(*at)] for at in copy.unsure] == [TEXT[slice(*at)].lower() for at in article.unsure]


def test_what_the_tagger_is_not_sure_of_is_neither_taught_nor_denied(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = load_model(with_tagger=True)
    sure = read_article(nlp, "ferry", TEXT)
    monkeypatch.setattr("newswire.enrich.training.pseudo.MIN_SURE", 1.1)
    unsure = read_article(nlp, "ferry", TEXT)
    assert MIN_SURE < 1
    assert len(sure.attributions) >= 2
    assert not unsure.attributions
    assert len(unsure.unsure) == len(sure.attributions) + len(sure.unsure)


def test_a_word_that_may_be_an_anchor_counts_neither_way(tokenizer: Tokenizer) -> None:
    taught = Attribution((span(TEXT, "Ada Brenn"),), (span(TEXT, "told"),), (span(TEXT, "We mended both engines"),))
    article = Article("ferry", TEXT, (taught,), (span(TEXT, "doubts"),))
    anchors = {}
    for known in (article.attributions, None):
        lesson = make_lesson(TEXT, known, None, tokenizer, unsure=article.unsure)
        (example,) = cut_examples(lesson, random.Random(1))
        words = [TEXT[slice(*at)] for at in lesson.words.spans]
        anchors[known is None] = dict(zip(words, example.anchors.tolist(), strict=True))
    assert (anchors[False]["told"], anchors[False]["doubts"], anchors[False]["said"]) == (1, UNLABELLED, 0)
    assert set(anchors[True].values()) == {UNLABELLED}, "of a text that nobody looked through nothing is known"


def test_a_pair_has_the_labels_of_its_words(tokenizer: Tokenizer) -> None:
    taught = Attribution((span(TEXT, "Ada Brenn"),), (span(TEXT, "told"),), (span(TEXT, "We mended both engines"),))
    lesson = make_lesson(TEXT, (taught,), None, tokenizer)
    (example,) = cut_examples(lesson, random.Random(1))
    ((_, labels),) = example.pairs
    words = np.array([TEXT[slice(*at)] for at in lesson.words.spans])
    assert [list(words[labels == label]) for label in (1, 2, 3)] == [
        ["We", "mended", "both", "engines"], ["Ada", "Brenn"], ["told"],
    ]  # fmt: skip


def test_strangers_stand_for_names_all_through_and_for_nothing_else(tokenizer: Tokenizer) -> None:
    text = "Brenn left Moscow for Oslo. Moscow thanked Brenn, who met the Bank of Oslo."
    names = [
        (*span(text, "Brenn"), "PERSON"), (*span(text, "Moscow"), "GPE"), (*span(text, "Oslo"), "GPE"),
        (28, 34, "GPE"), (43, 48, "PERSON"), (*span(text, "Bank of Oslo"), "ORG"),
    ]  # fmt: skip
    lesson = make_lesson(text, None, names, tokenizer)
    forms = {"PERSON": ["trevanion"], "GPE": ["zefran"]}
    swapped = with_strangers(lesson, forms, 1.0, tokenizer, random.Random(1))
    words = [tokenizer.decode(list(pieces)) for pieces in swapped.words.pieces]
    before = [text[slice(*at)].lower() for at in lesson.words.spans]
    changed = {old: new for old, new in zip(before, words, strict=True) if old != new}
    assert set(changed) == {"brenn", "moscow", "oslo"}
    assert words.count(changed["moscow"]) == words.count(changed["brenn"]) == 2
    assert words[-4:] == ["bank", "of", "oslo", "."]
    assert changed["moscow"].endswith("ran")
    assert swapped.names == lesson.names
    assert with_strangers(lesson, forms, 0.0, tokenizer, random.Random(1)) == lesson
