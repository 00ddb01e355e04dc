"""Clusters in the database: which stored articles carry one story, decided as articles arrive, in whatever order."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from newswire.clean.duplicates import SHARED_KEYS_RATIO, STOP_KEY_COUNT, Copy, Groups, match, relate
from newswire.clean.fingerprints import fingerprint, sentence_hashes
from newswire.db import Database, Row, execute, fetch_rows, int_array_literal
from newswire.records import Match, MatchBasis, Relation
from newswire.settings import duplicate_window_days

CANDIDATES_HELD = 500  # articles that share a key with new ones, compared at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignedClusters:
    """What one batch did: ``duplicates`` articles were found to be copies of another story's, ``rows`` were added."""

    duplicates: int
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A row of ``news.cluster_member`` to write; ``match`` is None for the origin."""

    article_id: int
    cluster_id: int
    origin_id: int
    match: Match | None


class _Texts:
    """The articles that were read in this call."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.copies: dict[int, Copy] = {}

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            self.copies[row["article_id"]] = Copy(
                id=row["article_id"],
                fingerprint=fingerprint(row["body"]),
                story=row["story_id"],
                source=row["source_id"],
                title=row["headline"],
                dated_at=row["dated_at"],
                sentences=sentence_hashes(row["body"]),
            )

    def read(self, article_ids: Iterable[int]) -> None:
        """Read those of the articles that are not here yet."""
        if missing := [article_id for article_id in article_ids if article_id not in self.copies]:
            self.add(fetch_rows(self._db, "load/find_cluster_articles", {"article_ids": missing}))

    def forget(self, article_ids: Iterable[int]) -> None:
        """Hold these no longer, about 40 kB each: most candidates are no copies, and a wire may have thousands."""
        for article_id in article_ids:
            self.copies.pop(article_id, None)


def find_unclustered(db: Database) -> list[int]:
    """Return the ids of all articles that have no cluster yet, in order."""
    [row] = fetch_rows(db, "clean/find_unclustered_articles")
    return list(row["article_ids"])


def assign_clusters(db: Database, article_ids: Sequence[int]) -> AssignedClusters:
    """Put each of the articles that has no cluster yet into one; the caller commits.

    An article alone is a cluster of its own. A cluster's id is its smallest article_id, its origin the earliest article
    by published_at (or received_at), ties by article_id. Other loaders wait until the caller's transaction ends.
    """
    execute(db, "load/lock_clusters")
    execute(db, "load/hold_off_retention")
    rows = fetch_rows(db, "load/find_cluster_articles", {"article_ids": list(article_ids)})
    texts = _Texts(db)
    texts.add(row for row in rows if row["cluster_id"] is None)
    new = sorted(texts.copies)
    if not new:
        return AssignedClusters(duplicates=0, rows=0)
    groups = Groups()
    for article_id in new:
        groups.find(article_id)
    added = _join_copies(db, texts, groups, new)
    for row in fetch_rows(db, "load/find_cluster_stories", {"article_ids": new}):
        groups.join(row["article_id"], row["other_id"])
    pins = _join_pins(db, groups, new)
    known = _join_known_clusters(db, groups)
    _obey_splits(db, texts, groups, pins)
    changed = [member for group in groups.members() for member in _settle(group, known, texts, pins)]
    written = _write(db, changed, known, added)
    return replace(written, rows=written.rows + _note_corrections(db, texts, groups))


def _join_copies(db: Database, texts: _Texts, groups: Groups, new: Sequence[int]) -> int:
    """Join articles that are one text; return how many fingerprint rows were added.

    Of articles equal word by word and of one day only the first keeps its shingles' keys: a text that a hundred papers
    print must not turn its own keys into stop keys.
    """
    exact_keys = [texts.copies[article_id].fingerprint.exact_key for article_id in new]
    added = execute(db, "load/insert_fingerprints", {"article_ids": new, "keys": exact_keys})
    repeats = set()
    asked = {"article_ids": new, "keys": exact_keys, "window_days": duplicate_window_days()}
    for row in fetch_rows(db, "load/find_fingerprint_copies", asked):
        groups.join(row["article_id"], row["other_id"])
        same_day_id = row["same_day_id"]
        if same_day_id is not None and (same_day_id < row["article_id"] or same_day_id not in texts.copies):
            repeats.add(row["article_id"])
    held = [
        (article_id, key)
        for article_id in new
        if article_id not in repeats
        for key in texts.copies[article_id].fingerprint.keys
    ]
    lists = {
        "article_ids": int_array_literal(article_id for article_id, _ in held),
        "keys": int_array_literal(key for _, key in held),
    }
    added += execute(db, "load/insert_fingerprints", lists)
    asked = {
        **lists,
        "window_days": duplicate_window_days(),
        "stop_key_count": STOP_KEY_COUNT,
        "shared_keys_ratio": SHARED_KEYS_RATIO,
    }
    sharing: dict[int, list[int]] = defaultdict(list)
    for row in fetch_rows(db, "load/find_fingerprint_candidates", asked):
        sharing[row["other_id"]].append(row["article_id"])
    others = sorted(sharing)
    kept = set(new)
    for start in range(0, len(others), CANDIDATES_HELD):
        read = others[start : start + CANDIDATES_HELD]
        texts.read(read)
        for other_id in read:
            for article_id in sharing[other_id]:
                left, right = texts.copies[article_id], texts.copies[other_id]
                if groups.find(article_id) != groups.find(other_id) and match(left, right):
                    groups.join(article_id, other_id)
                    kept.add(other_id)  # its row may change, for which it is read
        texts.forget(set(read) - kept)
    return added


def _join_pins(db: Database, groups: Groups, new: Sequence[int]) -> set[tuple[int, int]]:
    """Join what the desk says is one story, where both have a cluster or get one now; return those pairs."""
    rows = fetch_rows(db, "load/find_cluster_overrides", {"article_ids": list(new)})
    wanted = {(row["left_id"], row["right_id"]) for row in rows if row["kind"] == "pin"}
    there = set(new) | {
        row["article_id"]
        for row in fetch_rows(db, "load/find_cluster_members", {"article_ids": [i for pair in wanted for i in pair]})
    }
    pins = {pair for pair in wanted if there.issuperset(pair)}
    for left, right in pins:
        groups.join(left, right)
    return pins


def _obey_splits(db: Database, texts: _Texts, groups: Groups, pins: Collection[tuple[int, int]]) -> None:
    """Take apart each group that holds two stories which the desk says are not one.

    Its articles are joined again by falling similarity (Kruskal 1956), leaving out each link that would bring the two
    together: so every other article stays with the one it is nearer to, in whatever order they came.
    """
    for group in groups.members():
        if len(group) < 2:
            continue
        rows = fetch_rows(db, "load/find_cluster_overrides", {"article_ids": group})
        apart = [(row["left_id"], row["right_id"]) for row in rows if row["kind"] == "split"]
        apart = [pair for pair in apart if set(group).issuperset(pair)]
        if not apart:
            continue
        texts.read(group)
        links = [
            (-link.similarity if (left, right) not in pins else -2.0, left, right)
            for left, right in combinations(sorted(group), 2)
            if (link := _link(texts.copies[left], texts.copies[right], pins))
        ]
        groups.forget(group)
        for _similarity, left, right in sorted(links):
            ours, theirs = groups.find(left), groups.find(right)
            if not any({groups.find(one), groups.find(other)} == {ours, theirs} for one, other in apart):
                groups.join(left, right)


def _link(left: Copy, right: Copy, pins: Collection[tuple[int, int]]) -> Match | None:
    """Return what makes the two one story, as it is found anywhere: the desk, the story, the text, the headline."""
    if left.story == right.story or (left.id, right.id) in pins or (right.id, left.id) in pins:
        return relate(left, right)
    return match(left, right)


def _note_corrections(db: Database, texts: _Texts, groups: Groups) -> int:
    """Write down which articles of the groups still say what a correction changed; return how many rows there are."""
    touched = sorted(member for group in groups.members() for member in group)
    rows = fetch_rows(db, "load/find_corrections", {"article_ids": touched})
    if not rows:
        return 0
    by_group = {groups.find(member): group for group in groups.members() for member in group}
    reached: dict[tuple[int, int], bool] = {}
    for row in rows:
        correction, corrected = row["correction_id"], row["corrected_id"]
        group = by_group[groups.find(correction)]
        texts.read([correction, corrected, *group])
        new, old = texts.copies[correction].sentences or frozenset(), texts.copies[corrected].sentences or frozenset()
        for member in group:
            has = texts.copies[member].sentences or frozenset()
            if texts.copies[member].story != texts.copies[correction].story and has & (new ^ old):
                reached[member, correction] = not has & (old - new)
    execute(db, "load/delete_correction_reach", {"correction_ids": [row["correction_id"] for row in rows]})
    pairs = sorted(reached)
    return execute(
        db,
        "load/upsert_correction_reach",
        {
            "article_ids": [article for article, _ in pairs],
            "correction_ids": [correction for _, correction in pairs],
            "reached": [reached[pair] for pair in pairs],
        },
    )


def _join_known_clusters(db: Database, groups: Groups) -> dict[int, Row]:
    """Join the clusters that were touched with all their members; return the members' rows by article_id."""
    touched = [article_id for group in groups.members() for article_id in group]
    known = {row["article_id"]: row for row in fetch_rows(db, "load/find_cluster_members", {"article_ids": touched})}
    for article_id, row in known.items():
        groups.join(article_id, row["cluster_id"])
    return known


def _settle(
    group: Collection[int], known: dict[int, Row], texts: _Texts, pins: Collection[tuple[int, int]]
) -> Iterator[_Member]:
    """Yield the members of a group whose row is new or changes."""

    def age(article_id: int) -> tuple[Any, int]:
        row = known.get(article_id)
        if row is None:
            texts.read([article_id])
        return (row["dated_at"] if row else texts.copies[article_id].dated_at, article_id)

    cluster_id, origin_id = min(group), min(group, key=age)
    settled = {
        article_id
        for article_id in group
        if article_id in known
        and known[article_id]["cluster_id"] == cluster_id
        and known[article_id]["duplicate_of"] == (None if article_id == origin_id else origin_id)
    }
    changing = sorted(set(group) - settled)
    if changing:
        texts.read([origin_id, *changing])
    for article_id in changing:
        link = None if article_id == origin_id else relate(texts.copies[origin_id], texts.copies[article_id])
        if link and {(origin_id, article_id), (article_id, origin_id)}.intersection(pins):
            link = replace(link, basis=MatchBasis.DESK)
        yield _Member(article_id=article_id, cluster_id=cluster_id, origin_id=origin_id, match=link)


def _write(db: Database, changed: Sequence[_Member], known: dict[int, Row], added: int) -> AssignedClusters:
    cluster_ids = sorted({member.cluster_id for member in changed})
    added += execute(db, "load/insert_clusters", {"cluster_ids": cluster_ids})
    execute(
        db,
        "load/upsert_cluster_members",
        {
            "article_ids": [member.article_id for member in changed],
            "cluster_ids": [member.cluster_id for member in changed],
            "duplicates_of": [member.origin_id if member.match else None for member in changed],
            "relations": [member.match.relation.value if member.match else None for member in changed],
            "similarities": [member.match.similarity if member.match else 1.0 for member in changed],
            "kept_ratios": [member.match and member.match.kept_ratio for member in changed],
            "own_ratios": [member.match and member.match.own_ratio for member in changed],
            "numbers_ratios": [member.match and member.match.numbers_ratio for member in changed],
            "shared_sentence_counts": [member.match and member.match.shared_sentence_count for member in changed],
            "bases": [member.match.basis.value if member.match and member.match.basis else None for member in changed],
        },
    )
    execute(db, "load/delete_empty_clusters", {"cluster_ids": sorted({row["cluster_id"] for row in known.values()})})
    return AssignedClusters(
        duplicates=sum(_is_copy(member, known.get(member.article_id)) for member in changed),
        rows=added + sum(member.article_id not in known for member in changed),
    )


def _is_copy(member: _Member, before: Row | None) -> bool:
    """Return whether the member is now a copy of another story's article and was none before."""
    copies = {Relation.EXACT, Relation.NEAR, Relation.CONTAINED}
    was_copy = before is not None and before["relation"] in {relation.value for relation in copies}
    return member.match is not None and member.match.relation in copies and not was_copy
