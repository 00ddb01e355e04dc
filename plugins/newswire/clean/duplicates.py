"""Duplicates: which articles carry one story, and how each copy belongs to its origin.

Two texts are one story where they share most 3-word shingles of the shorter one, most of its figures (market reports
made from one template look alike and differ in their figures), and the beginning of one of them (a story that repeats
another's background has its own). An update may change its figures: it is found by its story (guid or URL), or by a
headline whose slug tag ("UPDATE 2-") says so.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

from newswire.clean.exchanged import words_exchanged
from newswire.clean.fingerprints import LEAD_WORDS, Fingerprint, fingerprint, missing_names
from newswire.records import Match, MatchBasis, Relation

SHARED_SHINGLES_RATIO = 0.60
ALL_LEAD_SHINGLES_RATIO = 0.70  # in a text that is no longer than a lead, the lead is no evidence of its own
SHARED_NUMBERS_RATIO = 0.60
EXCHANGED_NAMES_RATIO = 0.50
MIN_NAMES = 2  # one alone may be spelt in another way
SHARED_LEAD_RATIO = 0.30
UPDATE_WITHIN = timedelta(days=1)  # tomorrow's report under the same headline is another story
UPDATE_SHINGLES_RATIO = 0.25
SHORT_WORDS = 120  # the daily notice of a central bank has as many, and yesterday's had most of them
SHORT_ALIKE_RATIO = 0.90
CORRECTED_RATIO = 0.95  # of shared shingles: so nearly equal texts may differ in one figure, as a correction does
UNDATED = datetime.min.replace(tzinfo=UTC)
SHORTER_RATIO = 0.75  # of the words of the longer text: below that the shorter one is a part of it
STOP_KEY_COUNT = 50  # a key in more texts than that is boilerplate and says nothing
SHARED_KEYS_RATIO = 1 / 12  # of the keys that a whole copy would share; the measurement is in docs/benchmarks.md

_TAG = re.compile(
    r"(?:UPDATED?|WRAPUP|REFILED?|CORRECT(?:ED|ION)|REPEAT|RPT|ADVISORY|EXCLUSIVE|BREAKING)"
    r"(?: ?\d{1,2})?(?: ?[-:\u2013\u2014]\s?| (?=\d))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """An article as the duplicate finder sees it; all versions of a story have the same ``story``.

    ``sentences`` are hashes of its sentences, None where the text was not kept.
    """

    id: int
    fingerprint: Fingerprint
    story: str | int | None = None
    source: str | int | None = None
    title: str | None = None
    dated_at: datetime | None = None
    sentences: frozenset[int] | None = None


class Groups:
    """Sets of ids that only ever merge (union-find with path halving)."""

    def __init__(self) -> None:
        self._parents: dict[int, int] = {}

    def find(self, member: int) -> int:
        """Return the id that stands for the member's group just now; an unknown member is a group of its own."""
        parents = self._parents
        parents.setdefault(member, member)
        while parents[member] != member:
            parents[member] = member = parents[parents[member]]
        return member

    def join(self, left: int, right: int) -> None:
        """Make one group of two."""
        self._parents[self.find(left)] = self.find(right)

    def forget(self, members: Iterable[int]) -> None:
        """Make each of the members a group of its own again; all of a group must be named."""
        for member in members:
            self._parents[member] = member

    def members(self) -> list[list[int]]:
        """Return all groups."""
        groups: dict[int, list[int]] = defaultdict(list)
        for member in list(self._parents):
            groups[self.find(member)].append(member)
        return list(groups.values())


def containment(left: Fingerprint, right: Fingerprint) -> float:
    """Return the share, 0 to 1, of the smaller text's shingles that the other text has too."""
    smaller = min(len(left.shingles), len(right.shingles))
    return len(left.shingles & right.shingles) / smaller if smaller else 0.0


def shared_lead(left: Fingerprint, right: Fingerprint) -> float:
    """Return the share, 0 to 1, of one text's first words that is anywhere in the other; of both, the larger.

    A story that only repeats another's background has a beginning of its own, and so has the other.
    """
    pairs = ((left, right), (right, left))
    return max(len(one.lead & other.shingles) / max(1, len(one.lead)) for one, other in pairs)


def compare(left: Fingerprint, right: Fingerprint) -> Match | None:
    """Return how two texts are one story, or None. The order of the two does not matter."""
    if left.exact_key == right.exact_key:
        return Match(relation=Relation.EXACT, similarity=1.0, basis=MatchBasis.TEXT)
    similarity = containment(left, right)
    is_all_lead = min(left.word_count, right.word_count) < LEAD_WORDS
    if similarity < (ALL_LEAD_SHINGLES_RATIO if is_all_lead else SHARED_SHINGLES_RATIO):
        return None
    if not _numbers_agree(left, right, similarity) or _names_exchanged(left, right):
        return None
    if shared_lead(left, right) < SHARED_LEAD_RATIO or words_exchanged(left, right):
        return None
    return Match(relation=_relation(left, right), similarity=similarity, basis=MatchBasis.TEXT)


def match(left: Copy, right: Copy) -> Match | None:
    """Return how two articles are one story, by their texts or as versions under one headline, or None."""
    found = compare(left.fingerprint, right.fingerprint)
    if found is None and _is_tagged_update(left, right):
        similarity = containment(left.fingerprint, right.fingerprint)
        return Match(relation=Relation.UPDATE, similarity=similarity, basis=MatchBasis.HEADLINE)
    return found


def _is_tagged_update(left: Copy, right: Copy) -> bool:
    """Return whether one source ran the two within a day under one headline, one of them with a slug tag."""
    if not (left.title and right.title) or left.source is None or left.source != right.source:
        return False
    if left.dated_at is None or right.dated_at is None or abs(left.dated_at - right.dated_at) > UPDATE_WITHIN:
        return False
    titles = cut_tags(left.title), cut_tags(right.title)
    is_tagged = titles != (left.title.strip(), right.title.strip())
    alike = containment(left.fingerprint, right.fingerprint) >= UPDATE_SHINGLES_RATIO
    return is_tagged and alike and titles[0].casefold() == titles[1].casefold()


def relate(origin: Copy, member: Copy) -> Match:
    """Return how a member of a cluster belongs to its origin, whether they match directly or through a third text."""
    ours, theirs = member.fingerprint, origin.fingerprint
    shared = len(ours.shingles & theirs.shingles)
    smaller = min(len(ours.numbers), len(theirs.numbers))
    sentences = None
    if origin.sentences is not None and member.sentences is not None:
        sentences = len(origin.sentences & member.sentences)
    found = match(origin, member)
    is_version = is_update(origin, member)
    same_story = origin.story is not None and origin.story == member.story
    return Match(
        relation=Relation.UPDATE if is_version else found.relation if found else _relation(theirs, ours),
        similarity=found.similarity if found else containment(theirs, ours),
        kept_ratio=shared / max(1, len(theirs.shingles)),
        own_ratio=shared / max(1, len(ours.shingles)),
        numbers_ratio=len(ours.numbers & theirs.numbers) / smaller if smaller else None,
        shared_sentence_count=sentences,
        basis=MatchBasis.STORY if same_story else found.basis if found else None,
    )


def is_update(left: Copy, right: Copy) -> bool:
    """Return whether two members of a cluster are versions of one story.

    They are one story by its id, or two texts that one source ran under one headline; where no source is stated, the
    headlines must differ in their slug tags ("UPDATE 2-").
    """
    if left.story is not None and left.story == right.story:
        return True
    if not (left.title and right.title) or left.source != right.source:
        return False
    if left.fingerprint.exact_key == right.fingerprint.exact_key or (left.source is None and left.title == right.title):
        return False
    return cut_tags(left.title).casefold() == cut_tags(right.title).casefold()


def cut_tags(title: str) -> str:
    """Return a headline without its slug tags.

    >>> cut_tags("UPDATE 2-CORRECTED-Ferry sinks off the coast")
    'Ferry sinks off the coast'
    """
    while tag := _TAG.match(title):
        title = title[tag.end() :]
    return title.strip()


def choose_origin(copies: Iterable[Copy]) -> Copy:
    """Return the earliest of the copies; undated ones come last, ties go to the smallest id."""
    return min(copies, key=lambda copy: (copy.dated_at is None, copy.dated_at or UNDATED, copy.id))


def is_candidate(left: Fingerprint, right: Fingerprint, key_count: int, shared_count: int) -> bool:
    """Return whether two texts share so many of ``key_count`` keys that they are worth comparing.

    Keys are the smallest hashes of a text (a bottom-k sketch, Cohen and Kaplan 2007). A text that holds all of another
    of a third of its length has about a third of the other's keys among its own: of so many a part is asked for.
    """
    shorter, longer = sorted((left.word_count, right.word_count))
    return shared_count * longer >= SHARED_KEYS_RATIO * key_count * shorter


def find_pairs(copies: Sequence[Copy]) -> Iterator[tuple[int, int]]:
    """Yield pairs of ids that are one story. Texts equal word by word are compared once, through the first of them."""
    first: dict[int, Copy] = {}
    for copy in copies:
        known = first.setdefault(copy.fingerprint.exact_key, copy)
        if known is not copy:
            yield known.id, copy.id
    holders: dict[int, list[int]] = defaultdict(list)
    texts = list(first.values())
    for number, copy in enumerate(texts):
        for key in copy.fingerprint.keys:
            holders[key].append(number)
    telling = [numbers for numbers in holders.values() if len(numbers) <= STOP_KEY_COUNT]
    key_counts = Counter(number for numbers in telling for number in numbers)
    shared_counts = Counter(pair for numbers in telling for pair in combinations(numbers, 2))
    for (left, right), shared_count in shared_counts.items():
        key_count = min(key_counts[left], key_counts[right])
        ours, theirs = texts[left], texts[right]
        if is_candidate(ours.fingerprint, theirs.fingerprint, key_count, shared_count) and match(ours, theirs):
            yield ours.id, theirs.id


def find_clusters(articles: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield one row for each article ({"id", "text"}, perhaps "title", "published_at", "source", "guid"), in order.

    The cluster's id is the smallest id in it, and nothing depends on the order of arrival. Fingerprints are held in
    memory, about 20 kB an article; the texts are not.
    """
    rows = [({**article, "text": None}, fingerprint(article["text"])) for article in articles]
    ranks = sorted(range(len(rows)), key=lambda number: (_id_order(rows[number][0]["id"]), rows[number][1].exact_key))
    copies = [_copy(rank, *rows[number]) for rank, number in enumerate(ranks)]
    names = [rows[number][0]["id"] for number in ranks]
    found: dict[int, dict[str, Any]] = {}
    for members in _groups(copies).members():
        origin = choose_origin(copies[rank] for rank in members)
        for rank in members:
            link = None if rank == origin.id else relate(origin, copies[rank])
            found[ranks[rank]] = {
                "id": names[rank],
                "cluster_id": names[min(members)],
                "duplicate_of": names[origin.id] if link else None,
                "relation": link.relation.value if link else None,
                "similarity": round(link.similarity, 4) if link else 1.0,
            }
    for number in range(len(rows)):
        yield found[number]


def _groups(copies: Sequence[Copy]) -> Groups:
    groups = Groups()
    first_of_story: dict[object, int] = {}
    for copy in copies:
        groups.join(copy.id, copy.id if copy.story is None else first_of_story.setdefault(copy.story, copy.id))
    for left, right in find_pairs(copies):
        groups.join(left, right)
    return groups


def _copy(rank: int, article: Mapping[str, Any], found: Fingerprint) -> Copy:
    return Copy(
        id=rank,
        fingerprint=found,
        story=article.get("guid"),
        source=article.get("source"),
        title=article.get("title"),
        dated_at=_instant(article.get("published_at")),
    )


def _instant(stated: object) -> datetime | None:
    """Return an ISO time in UTC (also assumed where it names no zone); None where it is no such time."""
    try:
        moment = datetime.fromisoformat(str(stated))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _id_order(value: object) -> tuple[bool, int, str]:
    """Sort key for ids of any kind: numbers by size, then texts."""
    return (False, value, "") if isinstance(value, int) else (True, 0, str(value))


def _numbers_agree(left: Fingerprint, right: Fingerprint, similarity: float) -> bool:
    """Say whether the figures are those of one story: most of the smaller set's, and in a short text none exchanged.

    A short text has few figures, and a daily notice may differ from yesterday's in its day alone: there it counts.
    """
    is_short = min(left.word_count, right.word_count) < SHORT_WORDS
    ours, theirs = ((one.numbers | one.days) if is_short else one.numbers for one in (left, right))
    smaller, shared = min(len(ours), len(theirs)), len(ours & theirs)
    if similarity >= CORRECTED_RATIO and smaller - shared == 1:
        return True
    is_exchanged = is_short and similarity < SHORT_ALIKE_RATIO and smaller - shared > 1
    return shared >= SHARED_NUMBERS_RATIO * smaller and not is_exchanged


def _names_exchanged(left: Fingerprint, right: Fingerprint) -> bool:
    """Say whether each text begins with names that the other has not: two matches told in the same words.

    Such reports have hardly a figure. A copy that was cut, added to or begun anew lacks names on one side at most.
    """
    return all(
        missing_names(one, other) >= max(MIN_NAMES, EXCHANGED_NAMES_RATIO * len(one.lead_names))
        for one, other in ((left, right), (right, left))
    )


def _relation(left: Fingerprint, right: Fingerprint) -> Relation:
    shorter, longer = sorted((left.word_count, right.word_count))
    return Relation.CONTAINED if shorter < SHORTER_RATIO * longer else Relation.NEAR
