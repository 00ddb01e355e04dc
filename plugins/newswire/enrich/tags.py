"""Parts of speech by word lists and endings, where no trained model reads for them: enough to tell subject from verb.

Tags are those of the Penn Treebank (Marcus et al. 1993). Unknown words count as nouns.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from newswire.enrich.tables import CUE_VERBS

_CLOSED: Final = {
    "DT": "the a an this these those each every some any no both all another either neither several many few",
    "PRP": "he she it they we i you him them us me himself herself themselves itself",
    "PRP$": "his her its their our my your",
    "WP": "who whom what",
    "WDT": "which",
    "TO": "to",
    "CC": "and or but nor",
    "EX": "there",
    "MD": "will would can could may might must should shall 'll wo ca",
    "VBZ": "is has does 's",
    "VBP": "are am have do 're 've",
    "VBD": "was were had did went left took made came gave got saw told said began held met won lost ran spoke wrote "
    "sent set sat stood fell rose grew kept led brought bought built thought felt found knew heard put paid read sold "
    "spent became broke chose drew drove hit cut let withdrew swore sought struck taught threw understood sank flew "
    "blew shot shook fled hid slept woke wore dealt meant lent dug hung stole stuck swept wept rode rang sang swam",
    "VB": "be",
    "VBN": "been gone taken given seen known spoken written chosen begun done become",
    "VBG": "being",
    "RB": "not n't also never ever again still just only too very now then here later earlier already soon once twice "
    "however instead yesterday today tomorrow",
    "IN": "of in on at by for with from about after before during against under over into as if because while although "
    "since until than through between among without within despite per via amid that whether like near outside",
    "NN": "family daily assembly ally supply reply monopoly rally anomaly bully fly italy july sicily kelly "
    "reilly daly",
    "JJ": "new former senior other old own last next first second public such more most less",
    "POS": "'s \u2019s ' \u2019",
}
WORDS: Final = {word: tag for tag, words in _CLOSED.items() for word in words.split()}
BEFORE_NOUN: Final = frozenset({"DT", "PRP$", "POS", "JJ", "IN", "CD"})
HELPERS: Final = frozenset(["is", "are", "was", "were", "be", "been", "being", "am", "has", "have", "had", "'s", "'ve"])
BEFORE_GERUND: Final = BEFORE_NOUN - {"IN"}  # after which "-ing" is a noun
BEFORE_PARTICIPLE: Final = BEFORE_NOUN - {"IN", "CD"}  # after which "-ed" is no verb
MIN_ENDING: Final = 5


def guess_tags(forms: Iterable[str]) -> Iterator[str]:
    """Yield a tag for each word of a text, in small letters.

    >>> list(guess_tags(["the", "old", "mayor", "denied", "his", "claims", "."]))
    ['DT', 'JJ', 'NN', 'VBD', 'PRP$', 'NN', '.']
    """
    before, tag = "", "."
    for form in forms:
        tag = _guess(form, before, tag)
        before = form
        yield tag


def _guess(form: str, before: str, tag_before: str) -> str:
    if not form[:1].isalnum() and (form[:1] not in "'\u2019" or form == "''"):
        return form[:1]
    if form in {"'s", "\u2019s"}:
        return "VBZ" if tag_before == "PRP" else "POS"
    if form == "may" and tag_before in {"IN", "JJ", "CD"}:  # "in may"
        return "NN"
    if form in WORDS:
        return WORDS[form]
    if form[0].isdigit():
        return "CD"
    verb = CUE_VERBS.get(form)
    if verb is None and len(form) < MIN_ENDING:
        return "NN"
    if form.endswith("ing"):
        return "NN" if tag_before in BEFORE_GERUND else "VBG"
    if form.endswith("ed") and tag_before not in BEFORE_PARTICIPLE:
        return "VBN" if before in HELPERS and tag_before != "POS" else "VBD"
    if form.endswith("ly"):
        return "RB"
    if verb is None or tag_before in BEFORE_NOUN:
        return "NN"
    if tag_before in {"TO", "MD"}:
        return "VB"
    return "VBZ" if form.endswith("s") else "VBP" if form == verb.lemma else "VBD"
