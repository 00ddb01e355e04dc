"""Names that the model overlooked: such as stand elsewhere in the text, the last names of its people, known names."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from spacy.tokens import Doc

from newswire.enrich.name_spans import VALUES, Name, name_at, trim_name
from newswire.enrich.recase import FUNCTION_WORDS
from newswire.enrich.sources import is_person
from newswire.enrich.spans import Span, covered
from newswire.enrich.tables import AGENCIES, CUE_VERBS, FIRST_NAMES, KNOWN_NAMES
from newswire.records import EntityLabel

MIN_SPREAD_LETTERS: Final = 3
MIN_KNOWN_LETTERS: Final = 4
MIN_ALONE_LETTERS: Final = 4
# Names that are words too: alone they are found by the model only.
WORDS_TOO: Final = frozenset(
    {"turkey", "chad", "jordan", "georgia", "polish", "mali", "pole", "poles", "scot", "scots"}
)
TOKENS: Final = "newswire_tokens"
POSSESSIVE: Final = re.compile(r"(['\u2019]s)\b")
SPEAKING: Final = frozenset({"said", "says", "told", "added"})
Form = tuple[tuple[str, ...], EntityLabel]


def _known_forms() -> dict[str, list[Form]]:
    forms: dict[str, list[Form]] = defaultdict(list)
    for key, known in KNOWN_NAMES.items():
        words = tuple(POSSESSIVE.sub(r" \1", key).split())  # as spaCy parts them
        may_stand_alone = len(key) >= MIN_KNOWN_LETTERS and key.isalpha() and key not in WORDS_TOO | AGENCIES
        if known.label not in VALUES and (len(words) > 1 or may_stand_alone):
            forms[words[0]].append((words, known.label))
    return dict(forms)


KNOWN_FORMS: Final[Mapping[str, Sequence[Form]]] = _known_forms()


class Tokens:
    """The tokens of a document as plain lists: spaCy's objects are slow to ask one by one."""

    def __init__(self, doc: Doc) -> None:
        self.texts: list[str] = [token.text for token in doc]
        self.lowers = [text.lower() for text in self.texts]
        self.starts: list[int] = [token.idx for token in doc]

    def at(self, start: int, end: int) -> range:
        """Return the numbers of the tokens that begin in these characters."""
        return range(bisect_left(self.starts, start), bisect_left(self.starts, end))

    def end(self, number: int) -> int:
        """Return where the token ends."""
        return self.starts[number] + len(self.texts[number])


def read_tokens(doc: Doc) -> Tokens:
    """Return the document's tokens, read once and kept with it."""
    tokens: Tokens | None = doc.user_data.get(TOKENS)
    if tokens is None:
        tokens = doc.user_data[TOKENS] = Tokens(doc)
    return tokens


def spread_names(
    copy: str,
    tokens: Tokens,
    names: Sequence[Name],
    skipped: Span,
    is_unknown: Callable[[str], bool],
    *,
    has_case: bool,
) -> list[Name]:
    """Return the names and those overlooked: such as stand elsewhere in this text, and known ones.

    ``is_unknown`` says of a word in small letters that it is none of the language's, ``has_case`` that the text itself
    has capitals.
    """
    forms = _forms(tokens, names)
    taken = covered(copy, (skipped, *((name.start_char, name.end_char) for name in names)))
    found = {name.start_char: name for name in names}
    for number, low in enumerate(tokens.lowers):
        if low not in forms and low not in KNOWN_FORMS:
            continue
        start = tokens.starts[number]
        part = found.get(start)  # "de", where the text has "de Mistura" elsewhere
        if taken[start] and part is None:
            continue
        for words, label in sorted([*forms.get(low, ()), *KNOWN_FORMS.get(low, ())], key=lambda form: -len(form[0])):
            if not _stands_at(tokens, number, words, label, has_case=has_case):
                continue
            begin, end = trim_name(copy, start, tokens.end(number + len(words) - 1))
            free = part.end_char if part else begin
            if begin < end and free < end and not any(taken[free:end]):
                found.pop(start, None)
                if label is EntityLabel.PERSON and begin == start:
                    begin = first_name_start(tokens, number, taken, is_unknown)
                taken[begin:end] = b"\1" * (end - begin)
                found[begin] = name_at(copy, begin, end, label)
                break
    if not has_case:
        for start, end in _called_by_first_name(tokens, taken):
            found[start] = name_at(copy, start, end, EntityLabel.PERSON)
    return sorted(found.values(), key=lambda name: name.start_char)


def _called_by_first_name(tokens: Tokens, taken: bytearray) -> Iterator[Span]:
    """Yield the people of whom a role and a first name tell where a last name is a word too: "geologist ada brewer"."""
    for number in range(1, len(tokens.lowers) - 1):
        role, first, last = tokens.lowers[number - 1 : number + 2]
        if (
            first in FIRST_NAMES
            and tokens.texts[number].istitle()
            and is_person(role)
            and last.isalpha()
            and last not in CUE_VERBS
            and last not in FUNCTION_WORDS
            and not any(taken[tokens.starts[number] : tokens.end(number + 1)])
        ):
            yield tokens.starts[number], tokens.end(number + 1)


def _forms(tokens: Tokens, names: Sequence[Name]) -> dict[str, list[Form]]:
    """Return what to look for, by its first word: the names themselves, and the last names of people."""
    forms: dict[str, list[Form]] = defaultdict(list)
    for name in {name.key: name for name in names if name.label not in VALUES}.values():
        numbers = tokens.at(name.start_char, name.end_char)
        words = tuple(tokens.lowers[number] for number in numbers)
        if not numbers or tokens.end(numbers[-1]) != name.end_char:  # "U.N." of the one token "U.N.-led"
            continue
        if len(name.text) < MIN_SPREAD_LETTERS or not any(char.isupper() for char in name.text):
            continue
        forms[words[0]].append((words, name.label))
        last = words[-1]
        may_stand_alone = name.label is EntityLabel.PERSON and len(last) >= MIN_ALONE_LETTERS
        if may_stand_alone and len(words) > 1 and last not in KNOWN_NAMES:
            forms[last].append(((last,), name.label))
    return forms


def first_name_start(tokens: Tokens, number: int, taken: bytearray, is_unknown: Callable[[str], bool]) -> int:
    """Return where the person's name begins if the word before is a first name: a capital, and unknown without it."""
    start = tokens.starts[number]
    if not number:
        return start
    before = tokens.texts[number - 1]
    is_first_name = before.istitle() and before.isalpha() and is_unknown(before.lower())
    return tokens.starts[number - 1] if is_first_name and not taken[tokens.starts[number - 1]] else start


def _stands_at(tokens: Tokens, number: int, words: Sequence[str], label: EntityLabel, *, has_case: bool) -> bool:
    """Say whether the words begin at the token, one of them with its capital.

    Where case is lost, a last name that is a word too ("gates") is one where it speaks.
    """
    end = number + len(words)
    if tuple(tokens.lowers[number:end]) != words:
        return False
    if any(not text.islower() for text in tokens.texts[number:end]):
        return True
    return not has_case and label is EntityLabel.PERSON and _speaks(tokens, number, end)


def _speaks(tokens: Tokens, first: int, end: int) -> bool:
    """Say whether these tokens are who speaks: "gates said", or "said gates" up to a mark."""
    before, after = tokens.lowers[max(0, first - 1) : first], tokens.lowers[end : end + 1]
    if not SPEAKING.isdisjoint(after):
        return True
    return not SPEAKING.isdisjoint(before) and not any(map(str.isalnum, "".join(after)))
