"""Settle stories: give the head version its mentions and quotes, and point the reports at it, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from newswire.counts import Counts, Measure, add_counts
from newswire.db import REFUSED_ROW, Database, Row, execute, fetch_rows, savepoint
from newswire.errors import Reason, RejectedError
from newswire.rejections import record_rejection
from newswire.settings import min_confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedBatch:
    """What one batch did; ``last_story_id`` is where the next one begins, None when no story was left."""

    last_story_id: int | None
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedFindings:
    """The articles whose annotations the tables took, and how many rows they gave."""

    article_ids: Sequence[int]
    counts: Counts


def load_stories(
    db: Database,
    *,
    annotator_version: str,
    after_story_id: int,
    batch_size: int,
    run_id: int | None = None,
    now: datetime | None = None,
) -> LoadedBatch:
    """Settle the next stories that have unsettled versions; those whose text waits for enrich are left for later.

    A story's head version decides (see the view ``news.story_head``): a kill or a withheld version hides the story, a
    newer text replaces the older one with all that was said in it. An annotation that the tables refuse is a rejection
    of ``run_id`` at ``now``, and its text is shown without one; without these two its error is raised.
    """
    execute(db, "load/hold_off_retention")
    execute(db, "load/hold_off_months")
    claimed = [
        row["story_id"]
        for row in fetch_rows(db, "load/claim_stories", {"after_story_id": after_story_id, "batch_size": batch_size})
    ]
    if not claimed:
        return LoadedBatch(last_story_id=None, counts={})
    # The claim holds off new versions of these stories: what speaks for them stays the same until the commit.
    heads = fetch_rows(db, "load/find_heads", {"story_ids": claimed, "annotator_version": annotator_version})
    ready = [head for head in heads if _is_ready(head)]
    fresh = [head["article_id"] for head in ready if _is_fresh(head, annotator_version)]
    superseded = [number for head in ready for number in head["other_ids"]]
    if superseded:
        execute(db, "load/delete_findings", {"article_ids": superseded})
    loaded = _load_acceptable(db, fresh, annotator_version, run_id, now)
    added = _point_reports(db, ready, dict.fromkeys(loaded.article_ids, annotator_version))
    execute(db, "load/update_loaded_versions", {"story_ids": [head["story_id"] for head in ready]})
    return LoadedBatch(last_story_id=claimed[-1], counts=add_counts(loaded.counts, {Measure.ROWS_ADDED: added}))


def _is_ready(head: Row) -> bool:
    """Return whether nothing is left to wait for: hidden, without a text, never to be annotated, or annotated."""
    return not _is_shown(head) or head["unannotated_reason"] is not None or head["is_annotated"]


def _is_shown(head: Row) -> bool:
    return head["article_id"] is not None and head["pubstatus"] == "usable"


def _is_fresh(head: Row, annotator_version: str) -> bool:
    """Return whether the text of this head is to get the rows of its annotation."""
    return _is_shown(head) and head["is_annotated"] and _shown_version(head) != annotator_version


def _shown_version(head: Row) -> str | None:
    """Return the annotator version whose rows the text of this head has."""
    is_same = head["article_id"] == head["shown_article_id"]
    return head["annotator_version"] if is_same else None


def _point_reports(db: Database, heads: Sequence[Row], loaded: Mapping[int, str]) -> int:
    """Let reports show these heads, or nothing of a story that has none; return how many stories are new to them."""
    if headless := [head["story_id"] for head in heads if head["story_version_id"] is None]:
        execute(db, "load/delete_current", {"story_ids": headless})
    speaking = [head for head in heads if head["story_version_id"] is not None]
    pointers = {
        "story_ids": [head["story_id"] for head in speaking],
        "story_version_ids": [head["story_version_id"] for head in speaking],
        "article_ids": [head["article_id"] if _is_shown(head) else None for head in speaking],
        "annotator_versions": [
            loaded.get(head["article_id"], _shown_version(head)) if _is_shown(head) else None for head in speaking
        ],
    }
    return int(fetch_rows(db, "load/upsert_story_current", pointers)[0]["new_count"])


def _load_acceptable(
    db: Database, article_ids: Sequence[int], annotator_version: str, run_id: int | None, now: datetime | None
) -> LoadedFindings:
    """Load annotations; where the tables refuse a row, halve them until it is alone: rejected, the rest loaded."""
    if not article_ids:
        return LoadedFindings(article_ids=(), counts={})
    try:
        with savepoint(db):
            return LoadedFindings(article_ids=article_ids, counts=_load_annotations(db, article_ids, annotator_version))
    except REFUSED_ROW as error:
        if run_id is None or now is None:
            raise
        if len(article_ids) > 1:
            half = len(article_ids) // 2
            parts = [
                _load_acceptable(db, part, annotator_version, run_id, now)
                for part in (article_ids[:half], article_ids[half:])
            ]
            return LoadedFindings(
                article_ids=[number for part in parts for number in part.article_ids],
                counts=add_counts(*(part.counts for part in parts)),
            )
        is_new = _reject(db, article_ids[0], error.diag.message_primary or "no reason given", run_id, now)
        return LoadedFindings(article_ids=(), counts={Measure.REJECTIONS_ADDED: is_new, Measure.ROWS_ADDED: is_new})


def _reject(db: Database, article_id: int, detail: str, run_id: int, now: datetime) -> bool:
    source = fetch_rows(db, "load/reject_article", {"article_id": article_id})[0]
    return record_rejection(
        db,
        source_id=source["source_id"],
        run_id=run_id,
        stage="load",
        reference=f"article:{article_id}",
        error=RejectedError(Reason.NOT_STORABLE, detail),
        now=now,
    )


def _load_annotations(db: Database, article_ids: Sequence[int], annotator_version: str) -> dict[Measure, int]:
    """Write the rows of annotations that are not loaded yet, in place of those of an earlier annotator version."""
    parameters = {
        "article_ids": list(article_ids),
        "annotator_version": annotator_version,
        "min_confidence": min_confidence(),
    }
    execute(db, "load/create_staging")
    execute(db, "load/stage_findings", parameters)
    execute(db, "load/delete_findings", parameters)
    new_names = [row["canonical"] for row in fetch_rows(db, "load/insert_entities")]
    execute(db, "load/update_stage_mentions")
    aliases = execute(db, "load/insert_entity_aliases")
    mentions = execute(db, "load/insert_mentions", parameters)
    quotes = execute(db, "load/insert_quotes", parameters)
    spoken_of = execute(db, "load/insert_quote_mentions")
    if names := {*new_names, *(row["canonical"] for row in fetch_rows(db, "load/find_changed_names"))}:
        fetch_rows(db, "load/settle_names", {"names": sorted(names)})
        execute(db, "load/update_entity_ids")
    return {
        Measure.ENTITIES_ADDED: len(new_names),
        Measure.MENTIONS_ADDED: mentions,
        Measure.QUOTES_ADDED: quotes,
        Measure.ROWS_ADDED: len(new_names) + aliases + mentions + quotes + spoken_of,
    }
