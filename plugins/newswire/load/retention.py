"""Take out what its source no longer keeps: stories with all that hangs on them, then names that nothing mentions.

Batch by batch, each a transaction of the caller's: killed at any point, what is left is whole, and the next call goes
on. A load that runs meanwhile waits for one batch at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newswire.db import Database, execute, fetch_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiredBatch:
    """What one batch took out; ``last_story_id`` is where the next begins, None when no story was left.

    ``unclustered`` are articles that stay and shared a cluster with one that went: they want a new one
    (newswire.clusters.assign_clusters) in the same transaction.
    """

    last_story_id: int | None
    stories: int
    versions: int
    unclustered: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenBatch:
    """How many entities one batch took out; ``last_entity_id`` is where the next begins, None at the end."""

    last_entity_id: int | None
    entities: int


def delete_expired_stories(db: Database, *, now: datetime, after_story_id: int, batch_size: int) -> ExpiredBatch:
    """Take out the next stories whose last version is older than ``news.source.keep_days`` of their source.

    All their versions go, with articles, mentions, quotes, and annotations that no other article shares. The documents
    they were read from stay noted (news.raw_document), so that they are not read again.
    """
    execute(db, "load/lock_clusters")
    fetch_rows(db, "load/lock_retention")
    claim = {"after_story_id": after_story_id, "now": now, "batch_size": batch_size}
    expired = fetch_rows(db, "load/claim_expired_stories", claim)
    if not expired:
        return ExpiredBatch(last_story_id=None, stories=0, versions=0, unclustered=())
    ids = {
        "story_ids": [row["story_id"] for row in expired],
        "version_ids": [version_id for row in expired for version_id in row["version_ids"]],
    }
    left = fetch_rows(db, "load/delete_clusters", ids)
    sha256s = [row["body_sha256"] for row in fetch_rows(db, "load/delete_stories", ids)]
    execute(db, "load/delete_annotations", {"sha256s": sha256s})
    return ExpiredBatch(
        last_story_id=ids["story_ids"][-1],
        stories=len(expired),
        versions=len(ids["version_ids"]),
        unclustered=[row["article_id"] for row in left],
    )


def delete_unmentioned_entities(db: Database, *, after_entity_id: int, batch_size: int) -> ForgottenBatch:
    """Look at the next ``batch_size`` entities and take out those that no text and no word of the desk needs."""
    fetch_rows(db, "load/lock_retention")
    rows = fetch_rows(
        db, "load/find_unmentioned_entities", {"after_entity_id": after_entity_id, "batch_size": batch_size}
    )
    if not rows:
        return ForgottenBatch(last_entity_id=None, entities=0)
    unmentioned = [row for row in rows if row["is_unmentioned"]]
    if unmentioned:
        execute(db, "load/delete_entities", {"entity_ids": [row["entity_id"] for row in unmentioned]})
        fetch_rows(db, "load/settle_names", {"names": sorted({row["canonical"] for row in unmentioned})})
    return ForgottenBatch(last_entity_id=rows[-1]["entity_id"], entities=len(unmentioned))
