"""Retention as one call for the maintenance DAG: batches of stories, then of names, each committed."""

from datetime import datetime

from newswire.clusters import assign_clusters
from newswire.db import Database
from newswire.load.retention import delete_expired_stories, delete_unmentioned_entities

STORIES_PER_BATCH = 200
ENTITIES_PER_BATCH = 2000


def retire_articles(db: Database, now: datetime) -> dict[str, int]:
    """Take out what has expired by ``now`` and return how many stories, versions and entities that were.

    Commits each batch on ``db``; killed, the next call goes on where this one was.
    """
    retired = {"stories": 0, "versions": 0, "entities": 0}
    after: int | None = 0
    while after is not None:
        with db:
            expired = delete_expired_stories(db, now=now, after_story_id=after, batch_size=STORIES_PER_BATCH)
            if expired.unclustered:
                assign_clusters(db, expired.unclustered)
        after = expired.last_story_id
        retired["stories"] += expired.stories
        retired["versions"] += expired.versions
    after = 0
    while after is not None:
        with db:
            forgotten = delete_unmentioned_entities(db, after_entity_id=after, batch_size=ENTITIES_PER_BATCH)
        after = forgotten.last_entity_id
        retired["entities"] += forgotten.entities
    return retired
