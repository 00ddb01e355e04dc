"""Names that nobody has heard of, in place of known ones: what a name is must then be read from the words around it.

A tagger that knows Moscow learns little from "in Moscow"; of a town that is in no text it has seen it then makes a
person. (Names replaced to learn from context: Zeng et al. 2020, "Counterfactual generator".)
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tokenizers import Tokenizer

from newswire.enrich.labels import NAME_TAGS
from newswire.enrich.pieces import MAX_WORD_PIECES
from newswire.enrich.training.examples import Lesson

SINGLE: Final = frozenset({"PERSON", "GPE", "NORP", "LOC", "ORG"})  # names of one word that are replaced
MIN_LETTERS: Final = 4
Forms = Mapping[str, Sequence[str]]


def read_forms(rows: Iterable[Mapping[str, Any]]) -> Forms:
    """Return by label the words of which other names are made: those of people, and the others' names of one word."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for start, end, label in row["names"]:
            words = row["text"][start:end].split()
            if label in SINGLE and (len(words) == 1 or label == "PERSON"):
                found[label].update(word.lower() for word in words if word.isalpha() and len(word) >= MIN_LETTERS)
    return {label: sorted(words) for label, words in found.items()}


def invent(forms: Forms, label: str, chance: random.Random) -> str:
    """Return the beginning of any name with the end of one of this label: a people's ends as peoples do.

    >>> invent({"GPE": ["moscow"], "NORP": ["russian"]}, "NORP", random.Random(4))
    'mossian'
    """
    head, tail = chance.choice(forms[chance.choice(sorted(forms))]), chance.choice(forms[label])
    return head[: len(head) // 2] + tail[len(tail) // 2 :]


def with_strangers(lesson: Lesson, forms: Forms, share: float, tokenizer: Tokenizer, chance: random.Random) -> Lesson:
    """Return the lesson with so large a share of its names replaced, the same word by the same one all through.

    ``share`` is that of different words. Case and place of each word stay as they are.
    """
    if lesson.names is None or not forms:
        return lesson
    pieces = list(lesson.words.pieces)
    made: dict[tuple[int, ...], list[int] | None] = {}
    for index, tag in enumerate(lesson.names):
        name = NAME_TAGS[tag]
        label = name[2:]
        if label not in forms or (label != "PERSON" and not _is_alone(lesson.names, index)):
            continue
        word = tuple(pieces[index])
        if word not in made:
            is_chosen = chance.random() < share
            invented = tokenizer.encode(invent(forms, label, chance), add_special_tokens=False).ids
            made[word] = invented[:MAX_WORD_PIECES] if is_chosen else None
        pieces[index] = made[word] or pieces[index]
    return replace(lesson, words=replace(lesson.words, pieces=pieces))


def _is_alone(names: Sequence[int], index: int) -> bool:
    """Say whether the name is of one word."""
    after = NAME_TAGS[names[index + 1]] if index + 1 < len(names) else "O"
    return NAME_TAGS[names[index]].startswith("B-") and not after.startswith("I-")
