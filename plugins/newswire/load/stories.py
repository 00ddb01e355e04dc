"""Settle stories: give the head version its mentions and quotes, and point the reports at it, in one transaction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newswire.counts import Measure
from newswire.db import Database, Row, copy_rows, execute, fetch_rows

Document = Mapping[str, Any]
NAME_LABELS = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedBatch:
    """What one batch did; ``last_story_id`` is where the next one begins, None when no story was left."""

    last_story_id: int | None
    counts: Mapping[Measure, int]


def load_stories(db: Database, *, annotator_version: str, after_story_id: int, batch_size: int) -> LoadedBatch:
    """Settle the next stories that have unsettled versions; those whose text waits for enrich are left for later.

    A story's head version decides (see the view ``news.story_head``): a kill or a withheld version hides the story, a
    newer text replaces the older one with all that was said in it.
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
    counts = _load_annotations(db, ready, annotator_version)
    pointers = fetch_rows(db, "load/upsert_story_current", {"story_ids": story_ids})
    execute(db, "load/delete_headless_stories", {"story_ids": story_ids})
    execute(db, "load/update_loaded_versions", {"story_ids": story_ids})
    counts[Measure.ROWS_ADDED] += sum(row["is_new"] for row in pointers)
    return LoadedBatch(last_story_id=claimed[-1], counts=counts)


def _is_ready(head: Row) -> bool:
    """Return whether nothing is left to wait for: hidden, without a text, never to be annotated, or annotated."""
    return (
        head["article_id"] is None
        or head["pubstatus"] != "usable"
        or head["unannotated_reason"] is not None
        or head["document"] is not None
    )


def _load_annotations(db: Database, heads: Sequence[Row], annotator_version: str) -> dict[Measure, int]:
    """Write the rows of all annotations that are not loaded yet, in place of those of an earlier annotator version."""
    fresh = [
        head
        for head in heads
        if head["pubstatus"] == "usable" and head["document"] and head["annotator_version"] != annotator_version
    ]
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
    entities = execute(db, "load/insert_entities")
    aliases = execute(db, "load/insert_entity_aliases")
    mentions = execute(db, "load/insert_mentions", parameters)
    quotes = execute(db, "load/insert_quotes", parameters)
    spoken_of = execute(db, "load/insert_quote_mentions", parameters)
    execute(db, "load/update_annotated_articles", parameters)
    execute(db, "load/settle_entities")
    execute(db, "load/empty_staging")
    return {
        Measure.ENTITIES_ADDED: entities,
        Measure.MENTIONS_ADDED: mentions,
        Measure.QUOTES_ADDED: quotes,
        Measure.ROWS_ADDED: entities + aliases + mentions + quotes + spoken_of,
    }


def _mention_rows(article_id: int, document: Document) -> Iterator[tuple[Any, ...]]:
    for mention in document["entities"]:
        yield (
            article_id, mention["start_char"], mention["end_char"], mention["text"], mention["label"],
            mention["canonical"], json.dumps(mention["ids"]), mention["role"], mention["field"],
        )  # fmt: skip


def _quote_rows(article_id: int, document: Document) -> Iterator[tuple[Any, ...]]:
    named = {m["canonical"]: (m["label"], m["field"]) for m in document["entities"] if m["label"] in NAME_LABELS}
    for quote in document["quotes"]:
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
