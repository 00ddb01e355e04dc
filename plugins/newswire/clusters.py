"""Clusters in the database: which stored articles carry one story, decided as articles arrive, in whatever order."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newswire.clean.duplicates import STOP_KEY_COUNT, Copy, Groups, compare, relate
from newswire.clean.fingerprints import fingerprint
from newswire.db import Database, Row, execute, fetch_rows
from newswire.records import Match, Relation

WINDOW_DAYS = 14  # last year's template is not this year's story; articles without a time match at any distance


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
    """The articles that were read in this call, each once."""

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
            )

    def read(self, article_ids: Iterable[int]) -> None:
        """Read those of the articles that are not here yet."""
        if missing := [article_id for article_id in article_ids if article_id not in self.copies]:
            self.add(fetch_rows(self._db, "load/find_cluster_articles", {"article_ids": missing}))


def assign_clusters(db: Database, article_ids: Sequence[int]) -> AssignedClusters:
    """Put each of the articles that has no cluster yet into one; the caller commits.

    An article alone is a cluster of its own. A cluster's id is its smallest article_id, its origin the earliest article
    by published_at (or received_at), ties by article_id. Other loaders wait until the caller's transaction ends.
    """
    execute(db, "load/lock_clusters")
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
    known = _join_known_clusters(db, groups)
    changed = [member for group in groups.members() for member in _settle(group, known, texts)]
    return _write(db, changed, known, added)


def _join_copies(db: Database, texts: _Texts, groups: Groups, new: Sequence[int]) -> int:
    """Join articles that are one text; return how many fingerprint rows were added.

    Of articles equal word by word and of one day only the first keeps its shingles' keys: a text that a hundred papers
    print must not turn its own keys into stop keys.
    """
    exact_keys = [texts.copies[article_id].fingerprint.exact_key for article_id in new]
    added = execute(db, "load/insert_fingerprints", {"article_ids": new, "keys": exact_keys})
    repeats = set()
    asked = {"article_ids": new, "keys": exact_keys, "window_days": WINDOW_DAYS}
    for row in fetch_rows(db, "load/find_fingerprint_copies", asked):
        groups.join(row["article_id"], row["other_id"])
        same_day_id = row["same_day_id"]
        if same_day_id is not None and (same_day_id < row["article_id"] or same_day_id not in texts.copies):
            repeats.add(row["article_id"])
    firsts = [article_id for article_id in new if article_id not in repeats]
    held = [(article_id, key) for article_id in firsts for key in texts.copies[article_id].fingerprint.keys]
    rows = {"article_ids": [article_id for article_id, _ in held], "keys": [key for _, key in held]}
    added += execute(db, "load/insert_fingerprints", rows)
    asked = {"article_ids": firsts, "window_days": WINDOW_DAYS, "stop_key_count": STOP_KEY_COUNT}
    candidates = fetch_rows(db, "load/find_fingerprint_candidates", asked)
    texts.read({row["other_id"] for row in candidates})
    for row in candidates:
        left, right = texts.copies[row["article_id"]], texts.copies[row["other_id"]]
        if groups.find(left.id) != groups.find(right.id) and compare(left.fingerprint, right.fingerprint):
            groups.join(left.id, right.id)
    return added


def _join_known_clusters(db: Database, groups: Groups) -> dict[int, Row]:
    """Join the clusters that were touched with all their members; return the members' rows by article_id."""
    touched = [article_id for group in groups.members() for article_id in group]
    known = {row["article_id"]: row for row in fetch_rows(db, "load/find_cluster_members", {"article_ids": touched})}
    for article_id, row in known.items():
        groups.join(article_id, row["cluster_id"])
    return known


def _settle(group: Collection[int], known: dict[int, Row], texts: _Texts) -> Iterator[_Member]:
    """Yield the members of a group whose row is new or changes."""

    def age(article_id: int) -> tuple[Any, int]:
        row = known.get(article_id)
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
        match = None if article_id == origin_id else relate(texts.copies[origin_id], texts.copies[article_id])
        yield _Member(article_id=article_id, cluster_id=cluster_id, origin_id=origin_id, match=match)


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
