"""Two reports told in the same words of others, in texts without capitals, which show no names.

Where one report has a rare word between two words, the other has another rare one between the same two: a slot of
their template. A copy has such slots where it was reworded or misread, but few of its own rare words stand in them.
"""

from newswire.clean.fingerprints import Fingerprint, is_rare

MIN_SLOTS = 2
MAX_SLOT_WORDS = 3  # a name with its title
IN_SLOTS_RATIO = 0.30  # of the rare words that one text has and the other has not
OF_RARE_RATIO = 0.10  # of all its rare words: two that were misread are no other names
OF_ONLY_RATIO = 0.02  # of all its words: fewer are no tenth of its rare ones
ALIKE_LETTERS = 4  # at a word's beginning or end: another spelling, or misread

Run = tuple[str, ...]


def words_exchanged(left: Fingerprint, right: Fingerprint) -> bool:
    """Say whether the rare words that each text has alone stand in the same places; only texts without names tell."""
    if not (left.spelled and right.spelled):
        return False
    ours, theirs = left.spelled.split(), right.spelled.split()
    own, other = set(ours), set(theirs)
    if min(len(own - other), len(other - own)) < max(MIN_SLOTS, OF_ONLY_RATIO * min(len(own), len(other))):
        return False  # as of most copies: quick to tell
    left_slots, right_slots = _slots(ours, other), _slots(theirs, own)
    found = [
        (mine, yours)
        for place in left_slots.keys() & right_slots.keys()
        for mine in left_slots[place]
        for yours in right_slots[place]
        if _are_others(mine, yours)
    ]
    return _are_names({mine for mine, _ in found}, own, other) and _are_names({yours for _, yours in found}, other, own)


def _slots(words: list[str], other: set[str]) -> dict[tuple[str, str], set[Run]]:
    """Return the runs of words that the other text has not, by the words around them."""
    found: dict[tuple[str, str], set[Run]] = {}
    start = 0
    for place, word in enumerate(words):
        if word in other:
            if 0 < start < place <= start + MAX_SLOT_WORDS:
                found.setdefault((words[start - 1], word), set()).add(tuple(words[start:place]))
            start = place + 1
    return found


def _are_others(mine: Run, yours: Run) -> bool:
    """Say whether both runs have rare words, and none of the one is one of the other in another spelling."""
    ours, theirs = list(filter(is_rare, mine)), list(filter(is_rare, yours))
    return bool(ours and theirs) and not any(_is_alike(one, other) for one in ours for other in theirs)


def _is_alike(one: str, other: str) -> bool:
    return one[:ALIKE_LETTERS] == other[:ALIKE_LETTERS] or one[-ALIKE_LETTERS:] == other[-ALIKE_LETTERS:]


def _are_names(runs: set[Run], words: set[str], other: set[str]) -> bool:
    """Say whether the runs hold enough of a text's rare words, of those that it has alone, and of all."""
    rare = set(filter(is_rare, words))
    in_slots = len(rare & set().union(*runs))
    is_most = in_slots >= IN_SLOTS_RATIO * len(rare - other) and in_slots >= OF_RARE_RATIO * len(rare)
    return len(runs) >= MIN_SLOTS and is_most
