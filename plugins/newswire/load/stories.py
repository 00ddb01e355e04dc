"""Settle stories: give the head version its mentions and quotes, and point the reports at it, in one transaction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from newswire.counts import Measure, add_counts
from newswire.db import REFUSED_ROW, Database, Row, copy_rows, execute, fetch_rows, savepoint
from newswire.errors import Reason, RejectedError
from newswire.rejections import record_rejection
from newswire.settings import min_confidence

Document = Mapping[str, Any]
NAME_LABELS = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedBatch:
    """What one batch did; ``last_story_id`` is where the next one begins, None when no story was left."""

    last_story_id: int | None
    counts: Mapping[Measure, int]


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
    claimed = [
        row["story_id"]
        for row in fetch_rows(db, "load/claim_stories", {"after_story_id": after_story_id, "batch_size": batch_size})
    ]
    if not claimed:
        return LoadedBatch(last_story_id=None, counts={})
    heads = fetch_rows(db, "load/find_heads", {"story_ids": claimed, "annotator_version": annotator_version})
    ready = [head for head in heads if _is_ready(head)]
    story_ids = [head["story_id"] for head in ready]
    fresh = [
        head
        for head in ready
        if head["pubstatus"] == "usable" and head["document"] and head["annotator_version"] != annotator_version
    ]
    counts = _load_acceptable(db, fresh, annotator_version, run_id, now)
    pointers = fetch_rows(db, "load/upsert_story_current", {"story_ids": story_ids})
    execute(db, "load/delete_headless_stories", {"story_ids": story_ids})
    execute(db, "load/delete_superseded", {"story_ids": story_ids})
    execute(db, "load/update_loaded_versions", {"story_ids": story_ids})
    counts[Measure.ROWS_ADDED] = counts.get(Measure.ROWS_ADDED, 0) + sum(row["is_new"] for row in pointers)
    return LoadedBatch(last_story_id=claimed[-1], counts=counts)


def _is_ready(head: Row) -> bool:
    """Return whether nothing is left to wait for: hidden, without a text, never to be annotated, or annotated."""
    return (
        head["article_id"] is None
        or head["pubstatus"] != "usable"
        or head["unannotated_reason"] is not None
        or head["document"] is not None
    )


def _load_acceptable(
    db: Database, fresh: Sequence[Row], annotator_version: str, run_id: int | None, now: datetime | None
) -> dict[Measure, int]:
    """Load annotations; where the tables refuse a row, halve them until it is alone: rejected, the rest loaded."""
    try:
        with savepoint(db):
            return _load_annotations(db, fresh, annotator_version)
    except REFUSED_ROW as error:
        if run_id is None or now is None:
            raise
        if len(fresh) > 1:
            parts = (fresh[: len(fresh) // 2], fresh[len(fresh) // 2 :])
            return add_counts(*(_load_acceptable(db, part, annotator_version, run_id, now) for part in parts))
        is_new = record_rejection(
            db,
            source_id=fresh[0]["source_id"],
            run_id=run_id,
            stage="load",
            reference=f"article:{fresh[0]['article_id']}",
            error=RejectedError(Reason.NOT_STORABLE, error.diag.message_primary or "no reason given"),
            now=now,
        )
        execute(db, "load/reject_article", {"article_id": fresh[0]["article_id"]})
        return {Measure.REJECTIONS_ADDED: is_new, Measure.ROWS_ADDED: is_new}


def _load_annotations(db: Database, fresh: Sequence[Row], annotator_version: str) -> dict[Measure, int]:
    """Write the rows of annotations that are not loaded yet, in place of those of an earlier annotator version."""
    parameters = {"article_ids": [head["article_id"] for head in fresh], "annotator_version": annotator_version}
    execute(db, "load/create_staging")
    copy_rows(
        db,
        "stage_mention",
        ("article_id", "start_char", "end_char", "text", "label", "canonical", "ids", "role", "field"),
        (row for head in fresh for row in _mention_rows(head["article_id"], head["document"])),
    )
    copy_rows(
        db,
        "stage_quote",
        ("article_id", "spans", "text", "kind", "cue_span", "cue_text", "speaker_span", "speaker_text",
         "speaker_canonical", "speaker_label", "speaker_field", "cue_lemma", "modality", "speaker_kind",
         "addressee_span", "addressee_text", "confidence"),
        (row for head in fresh for row in _quote_rows(head["article_id"], head["document"])),
    )  # fmt: skip
    execute(db, "load/delete_quotes", parameters)
    execute(db, "load/delete_mentions", parameters)
    new_names = [row["canonical"] for row in fetch_rows(db, "load/insert_entities")]
    aliases = execute(db, "load/insert_entity_aliases")
    mentions = execute(db, "load/insert_mentions", parameters)
    quotes = execute(db, "load/insert_quotes", parameters)
    spoken_of = execute(db, "load/insert_quote_mentions", parameters)
    execute(db, "load/update_annotated_articles", parameters)
    if names := {*new_names, *(row["canonical"] for row in fetch_rows(db, "load/find_changed_names"))}:
        fetch_rows(db, "load/settle_names", {"names": sorted(names)})
        execute(db, "load/update_entity_ids")
    execute(db, "load/empty_staging")
    return {
        Measure.ENTITIES_ADDED: len(new_names),
        Measure.MENTIONS_ADDED: mentions,
        Measure.QUOTES_ADDED: quotes,
        Measure.ROWS_ADDED: len(new_names) + aliases + mentions + quotes + spoken_of,
    }


def _mention_rows(article_id: int, document: Document) -> Iterator[tuple[Any, ...]]:
    for mention in document["entities"]:
        yield (
            article_id, mention["start_char"], mention["end_char"], mention["text"], mention["label"],
            mention["canonical"], json.dumps(mention["ids"]), mention["role"], mention["field"],
        )  # fmt: skip


def _quote_rows(article_id: int, document: Document) -> Iterator[tuple[Any, ...]]:
    named = {m["canonical"]: (m["label"], m["field"]) for m in document["entities"] if m["label"] in NAME_LABELS}
    least = min_confidence()
    for quote in document["quotes"]:
        if quote["confidence"] < least:
            continue
        cue, speaker, addressee = quote["cue"], quote["speaker"], quote["addressee"]
        yield (
            article_id,
            "{" + ",".join(f"[{start},{end})" for start, end in quote["spans"]) + "}",
            quote["text"],
            quote["kind"],
            cue and _range(cue),
            cue and cue["text"],
            speaker and _range(speaker),
            speaker and speaker["text"],
            speaker and speaker["canonical"],
            *(named.get(speaker["canonical"], (None, None)) if speaker else (None, None)),
            cue and cue["lemma"],
            cue["modality"] if cue else "asserted",
            speaker and speaker["kind"],
            addressee and _range(addressee),
            addressee and addressee["text"],
            quote["confidence"],
        )


def _range(part: Document) -> str:
    return f"[{part['start_char']},{part['end_char']})"
