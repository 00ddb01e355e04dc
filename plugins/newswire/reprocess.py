"""Read archived documents again with the code of today, beside what reports show; then switch, in one transaction.

Annotations are kept by text and annotator version: two versions stand side by side. Parsing and cleaning are pure and
quick, so their results need not be kept: it is noted which documents give something else than before, and the switch
reads those once more. See docs/decisions on reprocessing. Nothing here commits or reaches the network.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from spacy.language import Language

from newswire.acquire.archive import Archive, ArchiveError
from newswire.acquire.parse import PARSER_VERSION
from newswire.batches import claim_texts, enrich_batch, load_documents, parse_document_row, stage_item
from newswire.clusters import assign_clusters, find_unclustered
from newswire.counts import Counts, Measure, add_counts, record_counts
from newswire.db import Database, Row, execute, fetch_rows, storable
from newswire.enrich.annotate import annotate_texts, annotation_document
from newswire.enrich.version import ANNOTATOR_VERSION
from newswire.errors import RejectedError
from newswire.load.annotations import add_annotations
from newswire.load.stories import load_stories
from newswire.load.versions import StagedVersion, content_sha256

log = logging.getLogger(__name__)

DOCUMENTS_PER_BATCH = 50
CHANGED_PER_BATCH = 100
ARTICLES_PER_BATCH = 500
STORIES_PER_BATCH = 200

Key = tuple[int, str, int, bytes]
LoadModel = Callable[[], Language]


def prepare_batch(
    db: Database,
    archive: Archive,
    load_model: LoadModel,
    *,
    run_id: int,
    from_stage: str,
    now: datetime,
    batch_size: int,
) -> int:
    """Read the next documents of the work list and annotate their texts; return how many, 0 when none was left."""
    documents = fetch_rows(db, "reprocess/claim_documents", {"run_id": run_id, "batch_size": batch_size})
    if not documents:
        return 0
    ids = [row["raw_document_id"] for row in documents]
    texts: list[Row] = []
    changed: set[int] = set()
    if from_stage != "enrich":
        read = {row["raw_document_id"]: _read(archive, row) for row in documents}
        there = [document_id for document_id, versions in read.items() if versions is not None]
        staged = [version for versions in read.values() for version in versions or ()]
        changed = _find_changed(db, there, staged, has_new_parser=from_stage == "parse")
        texts += [_text_row(version) for version in staged if version.raw_document_id in changed and _is_text(version)]
    asked = {"raw_document_ids": ids, "annotator_version": ANNOTATOR_VERSION}
    texts += fetch_rows(db, "reprocess/find_head_texts", asked)
    _annotate_beside(db, load_model, list({bytes(row["body_sha256"]): row for row in texts}.values()))
    done = {"run_id": run_id, "raw_document_ids": ids, "changed_ids": sorted(changed), "now": now}
    execute(db, "reprocess/update_documents_done", done)
    return len(documents)


def switch(db: Database, archive: Archive, load_model: LoadModel, *, run_id: int, now: datetime) -> Counts:
    """Put what was prepared in place of what reports show; all of it is seen at once, when the caller commits."""
    counts: Counts = {}
    for documents in _changed_documents(db, run_id):
        counts = add_counts(counts, _replace(db, archive, documents, run_id, now))
    counts = add_counts(counts, _dedupe(db, run_id))
    for story_ids in _story_ids(db, run_id):
        unsettled = {"story_ids": story_ids, "annotator_version": ANNOTATOR_VERSION}
        execute(db, "reprocess/update_versions_unsettled", unsettled)
        asked = {"slice_number": 0, "slice_count": 1, "annotator_version": ANNOTATOR_VERSION, "story_ids": story_ids}
        if texts := claim_texts(db, fetch_rows(db, "enrich/find_waiting_texts", asked)):  # what came meanwhile
            counts = add_counts(counts, enrich_batch(db, load_model(), texts, run_id, now))
    counts = add_counts(counts, _load(db, run_id))
    execute(db, "reprocess/update_parser_versions", {"run_id": run_id, "parser_version": PARSER_VERSION})
    execute(db, "reprocess/update_switched", {"run_id": run_id, "now": now})
    execute(db, "reprocess/delete_documents", {"run_id": run_id})
    return counts


def _read(archive: Archive, document: Row) -> list[StagedVersion] | None:
    """Return what the document says today, nothing where it is no article any more; None where the archive lacks it.

    What was loaded from bytes that are damaged now is left as it is.
    """
    try:
        items = parse_document_row(archive, document)
    except RejectedError:
        return []
    except ArchiveError as error:
        log.warning("%s: %s stays as it is: %s", document["source_name"], document["url"], error)
        return None
    return [stage_item(item, document, document["received_run_id"]) for item in items]


def _find_changed(
    db: Database, ids: Sequence[int], staged: Sequence[StagedVersion], *, has_new_parser: bool
) -> set[int]:
    """Return which documents give something else than the tables have.

    Without a new parser, what the cleaner makes of the same content is compared alone: a document whose content itself
    reads otherwise today is left as it is.
    """
    said = {"source_ids": [v.source_id for v in staged], "guids": [storable(v.item.guid) for v in staged]}
    rows = fetch_rows(db, "reprocess/find_stored_versions", {"raw_document_ids": list(ids), **said})
    stored = {_key_of_row(row): row for row in rows}
    found = {_key(version): version for version in staged}
    vanished = {row["raw_document_id"] for key, row in stored.items() if key not in found} & set(ids)
    unknown = {version.raw_document_id for key, version in found.items() if key not in stored}
    cleaned = {
        version.raw_document_id
        for key, version in found.items()
        if key in stored and _cleaned(version) != _cleaned_of_row(stored[key])
    }
    return cleaned | vanished | unknown if has_new_parser else cleaned - vanished - unknown


def _key(version: StagedVersion) -> Key:
    return version.source_id, storable(version.item.guid), version.item.version, content_sha256(version.item)


def _key_of_row(row: Row) -> Key:
    return row["source_id"], row["guid"], row["version"], bytes(row["content_sha256"])


def _cleaned(version: StagedVersion) -> Mapping[str, Any]:
    """Return what the cleaner made of a version, as ``_cleaned_of_row`` returns what it had made before."""
    clean = version.clean if _has_body(version) else None
    signals = {*version.item.signals, *(version.clean.signals if version.clean else ())}
    if clean is None:
        return {"signals": signals, "body": None}
    dateline = clean.dateline
    return {
        "signals": signals,
        "body": _body_sha256(version),
        "language": clean.language,
        "degraded": (clean.is_degraded, sorted(clean.damage)),
        "byline": clean.byline or version.item.byline,
        "dateline": (dateline.place, dateline.on, dateline.agency) if dateline else (None, None, None),
        "furniture": sorted((cut.start_char, cut.kind.value) for cut in clean.furniture),
        "contributors": [f"{person.name}/{person.role.value}" for person in clean.contributors],
    }


def _cleaned_of_row(row: Row) -> Mapping[str, Any]:
    if row["body_sha256"] is None:
        return {"signals": set(row["signals"]), "body": None}
    return {
        "signals": set(row["signals"]),
        "body": bytes(row["body_sha256"]),
        "language": row["language"],
        "degraded": (row["is_degraded"], sorted(row["damage"])),
        "byline": row["byline"],
        "dateline": (row["dateline_place"], row["dateline_on"], row["dateline_agency"]),
        "furniture": sorted((int(start), kind) for start, kind in row["furniture"] or ()),
        "contributors": list(row["contributors"] or ()),
    }


def _has_body(version: StagedVersion) -> bool:
    return version.clean is not None and bool(version.clean.body)


def _is_text(version: StagedVersion) -> bool:
    return _has_body(version) and version.unannotated_reason is None


def _body_sha256(version: StagedVersion) -> bytes:
    assert version.clean is not None, "it has a body"
    return hashlib.sha256(version.clean.body.encode("utf-8", "backslashreplace")).digest()


def _text_row(version: StagedVersion) -> Row:
    assert version.clean is not None, "it has a body"
    return {"body_sha256": _body_sha256(version), "body": version.clean.body}


def _annotate_beside(db: Database, load_model: LoadModel, texts: Sequence[Row]) -> None:
    """Keep the annotations of the texts; one that can't be annotated is told by the switch, which meets it again."""
    if claimed := claim_texts(db, texts):
        found = zip(claimed, annotate_texts(load_model(), (row["body"] for row in claimed)), strict=True)
        documents = [
            (bytes(row["body_sha256"]), annotation_document(annotation))
            for row, annotation in found
            if not isinstance(annotation, RejectedError)
        ]
        add_annotations(db, ANNOTATOR_VERSION, documents)


def _changed_documents(db: Database, run_id: int) -> Iterator[list[Row]]:
    last = 0
    while True:
        asked = {"run_id": run_id, "after_document_id": last, "batch_size": CHANGED_PER_BATCH}
        documents = fetch_rows(db, "reprocess/find_changed_documents", asked)
        if not documents:
            return
        yield documents
        last = documents[-1]["raw_document_id"]


def _replace(db: Database, archive: Archive, documents: Sequence[Row], run_id: int, now: datetime) -> Counts:
    """Take away all that these documents gave, and load what they give today. Raises ArchiveError before it does."""
    for document in documents:
        archive.read(document["archive_file"], document["archive_offset"])
    ids = {"raw_document_ids": [row["raw_document_id"] for row in documents]}
    gone = fetch_rows(db, "reprocess/find_replaced_versions", ids)
    versions = {"story_version_ids": [row["story_version_id"] for row in gone]}
    stories = {"story_ids": sorted({row["story_id"] for row in gone})}
    execute(db, "reprocess/delete_clusters", versions)
    execute(db, "reprocess/delete_current", stories)
    execute(db, "reprocess/delete_articles", versions)
    execute(db, "reprocess/delete_versions", versions)
    execute(db, "reprocess/delete_rejections", ids)
    counts = load_documents(db, archive, documents, run_id, now)
    execute(db, "reprocess/update_versions_unsettled", {**stories, "annotator_version": ANNOTATOR_VERSION})
    execute(db, "reprocess/delete_empty_stories", stories)
    return counts


def _dedupe(db: Database, run_id: int) -> Counts:
    total: Counts = {}
    waiting = find_unclustered(db)
    for start in range(0, len(waiting), ARTICLES_PER_BATCH):
        assigned = assign_clusters(db, waiting[start : start + ARTICLES_PER_BATCH])
        counts = {Measure.DUPLICATES_FOUND: assigned.duplicates, Measure.ROWS_ADDED: assigned.rows}
        record_counts(db, run_id, counts)
        total = add_counts(total, counts)
    return total


def _story_ids(db: Database, run_id: int) -> Iterator[list[int]]:
    last = 0
    while True:
        asked = {"run_id": run_id, "after_story_id": last, "batch_size": STORIES_PER_BATCH}
        story_ids = [row["story_id"] for row in fetch_rows(db, "reprocess/find_stories", asked)]
        if not story_ids:
            return
        yield story_ids
        last = story_ids[-1]


def _load(db: Database, run_id: int) -> Counts:
    total: Counts = {}
    last: int | None = 0
    while last is not None:
        done = load_stories(db, annotator_version=ANNOTATOR_VERSION, after_story_id=last, batch_size=STORIES_PER_BATCH)
        record_counts(db, run_id, done.counts)
        total, last = add_counts(total, done.counts), done.last_story_id
    return total
