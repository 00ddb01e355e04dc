"""Parsed and cleaned versions to their tables: story, story_version, subject, place, article and what is its own."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from newswire.counts import Measure
from newswire.db import Database, array_literal, copy_rows, execute, fetch_rows
from newswire.records import CleanText, ParsedItem

VERSION_COLUMNS = (
    "item_number", "source_id", "raw_document_id", "run_id", "guid", "version", "content_sha256", "source_format",
    "pubstatus", "signals", "embargoed_until", "published_at", "updated_at", "received_at", "language", "headline",
    "slugline", "byline", "dateline", "section", "urgency", "edition_note", "url", "located", "genres", "priority",
    "credit", "copyright", "usage_terms", "stated_word_count", "keywords", "associations", "published_from",
    "kept_text_ratio", "take_of", "take_number", "take_count", "body", "notes",
    "article_body", "article_body_sha256", "word_count", "article_language", "is_degraded", "damage",
    "article_byline",
    "dateline_place", "dateline_on", "dateline_agency", "cleaner_version", "unannotated_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedVersion:
    """One parsed item with its cleaned text; ``clean`` is None where there is no text to clean (a kill).

    ``unannotated_reason`` says why enrich will pass it over ("language"), None where it will not.
    """

    source_id: int
    raw_document_id: int
    run_id: int
    received_at: datetime
    item: ParsedItem
    clean: CleanText | None
    cleaner_version: str
    unannotated_reason: str | None = None


def content_sha256(item: ParsedItem) -> bytes:
    """Return the hash of all that the version says, so that the same content again is known as such."""
    said = asdict(item)
    for key in ("notes", "guid", "version", "published_from", "kept_text_ratio", "take_of"):
        del said[key]
    return hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode("utf-8", "backslashreplace")).digest()


def add_versions(db: Database, versions: Sequence[StagedVersion]) -> dict[Measure, int]:
    """Load one batch of versions and return how many rows are new; a second call with the same batch adds none."""
    execute(db, "load/create_staging")
    copy_rows(db, "stage_version", VERSION_COLUMNS, (_version_row(n, v) for n, v in enumerate(versions)))
    copy_rows(
        db,
        "stage_subject",
        ("item_number", "scheme", "code", "name"),
        ((n, s.scheme, s.code, s.name) for n, v in enumerate(versions) for s in v.item.subjects),
    )
    copy_rows(
        db,
        "stage_place",
        ("item_number", "place_number", "role", "name", "scheme", "code"),
        (
            (n, place_number, p.role.value, p.name, p.scheme, p.code)
            for n, v in enumerate(versions)
            for place_number, p in enumerate(v.item.places)
        ),
    )
    copy_rows(
        db,
        "stage_furniture",
        ("item_number", "start_char", "end_char", "kind", "text"),
        (
            (n, f.start_char, f.end_char, f.kind.value, f.text)
            for n, v in enumerate(versions)
            if v.clean and v.clean.body
            for f in v.clean.furniture
        ),
    )
    copy_rows(
        db,
        "stage_contributor",
        ("item_number", "position", "name", "role", "place"),
        (
            (n, position, c.name, c.role.value, c.place)
            for n, v in enumerate(versions)
            if v.clean and v.clean.body
            for position, c in enumerate(v.clean.contributors)
        ),
    )
    fetch_rows(db, "load/hold_off_retention")
    fetch_rows(db, "load/add_months")  # before any row is written: it may have to wait for another loader's months
    execute(db, "load/hold_off_months")
    stories = execute(db, "load/insert_stories")
    execute(db, "load/insert_version_keys")
    execute(db, "load/insert_stage_keys")
    execute(db, "load/update_returned_versions")
    added = execute(db, "load/insert_story_versions")
    articles = execute(db, "load/insert_articles")
    subjects = execute(db, "load/insert_subjects")
    places = execute(db, "load/insert_places")
    furniture = execute(db, "load/insert_furniture")
    contributors = execute(db, "load/insert_contributors")
    return {
        Measure.ARTICLES_READ: len(versions),
        Measure.VERSIONS_ADDED: added,
        Measure.ARTICLES_ADDED: articles,
        Measure.ROWS_ADDED: stories + added + articles + subjects + places + furniture + contributors,
    }


def _version_row(number: int, staged: StagedVersion) -> tuple[Any, ...]:
    item = staged.item
    signals = dict.fromkeys((*item.signals, *(staged.clean.signals if staged.clean else ())))
    return (
        number, staged.source_id, staged.raw_document_id, staged.run_id, item.guid, item.version,
        content_sha256(item), item.source_format.value, item.pubstatus.value, array_literal(tuple(signals)),
        item.embargoed_until, item.published_at, item.updated_at, staged.received_at, item.language, item.headline,
        item.slugline, item.byline, item.dateline, item.section, item.urgency, item.edition_note, item.url,
        item.located, array_literal(item.genres), item.priority, item.credit, item.copyright, item.usage_terms,
        item.word_count, array_literal(item.keywords), array_literal(item.associations), item.published_from,
        item.kept_text_ratio, item.take_of, item.take_number, item.take_count, item.body,
        array_literal((*item.notes, *(staged.clean.notes if staged.clean else ()))), *_article_columns(staged),
    )  # fmt: skip


def _article_columns(staged: StagedVersion) -> tuple[Any, ...]:
    clean = staged.clean
    if clean is None or not clean.body:
        return (None,) * 12
    dateline = clean.dateline
    return (
        clean.body, hashlib.sha256(clean.body.encode("utf-8", "backslashreplace")).digest(), len(clean.body.split()),
        clean.language, clean.is_degraded, array_literal(clean.damage), clean.byline or staged.item.byline,
        dateline and dateline.place, dateline and dateline.on, dateline and dateline.agency,
        staged.cleaner_version, staged.unannotated_reason,
    )  # fmt: skip
