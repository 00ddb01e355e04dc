"""One batch of each stage, from what the database has to what it keeps: where the pure stages meet the load stage.

Nothing here commits: a batch is one transaction of the task that asked for it.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import datetime

from spacy.language import Language

from newswire.acquire.archive import Archive, ArchiveError
from newswire.acquire.corpora import STATED_FORMATS
from newswire.acquire.deliveries import ASKED_AGAIN, WITHOUT_STORY
from newswire.acquire.parse import PARSER_VERSION, entry_from_json, parse_document
from newswire.acquire.poll import GONE
from newswire.acquire.takes import stitch
from newswire.clean.clean import CLEANER_VERSION, clean_text
from newswire.counts import Counts, Measure, add_counts, record_counts
from newswire.db import REFUSED_ROW, Database, Row, execute, fetch_rows, savepoint
from newswire.enrich.annotate import annotate_texts, annotation_document
from newswire.enrich.model import ANNOTATED_LANGUAGES, ANNOTATOR_VERSION
from newswire.errors import Reason, RejectedError
from newswire.load.annotations import add_annotations
from newswire.load.takes import find_long_stories, keep_first_take
from newswire.load.versions import StagedVersion, add_versions
from newswire.records import Annotation, ParsedItem, PubStatus
from newswire.rejections import record_rejection

log = logging.getLogger(__name__)

DOCUMENTS_PER_BATCH = 100
STORIES_PER_CLAIM = 500
TEXTS_PER_BATCH = 64
MAX_ATTEMPTS = 3  # once in a batch, twice alone: no worker is killed by chance so often at the same text
DEADLY = RejectedError(
    Reason.ANNOTATION_FAILED, f"{MAX_ATTEMPTS} processes ended with this text in hand: see the logs of those tasks"
)


def parse_batch(
    db: Database, archive: Archive, run_id: int, now: datetime, batch_size: int = DOCUMENTS_PER_BATCH
) -> Counts | None:
    """Parse and clean the next archived documents and load their versions; None when no document was left."""
    documents = fetch_rows(db, "clean/claim_documents", {"batch_size": batch_size})
    if not documents:
        return None
    return load_documents(db, archive, documents, run_id, now)


def load_documents(db: Database, archive: Archive, documents: Sequence[Row], run_id: int, now: datetime) -> Counts:
    """Parse and clean these documents and load their versions; what can't be read becomes a rejection.

    ``run_id`` counts what is done; a document that names the run that received it has its versions bear that one.
    """
    versions: list[StagedVersion] = []
    rejections = 0
    for document in documents:
        try:
            received_by = document.get("received_run_id", run_id)
            versions += [stage_item(item, document, received_by) for item in parse_document_row(archive, document)]
        except RejectedError as error:
            rejections += _reject(db, document, error, run_id, now)
        except ArchiveError as error:
            damaged = RejectedError(Reason.FILE_UNREADABLE, str(error))
            rejections += _reject(db, document, damaged, run_id, now)
    for staged in versions:
        if is_textless(staged):
            empty = RejectedError(Reason.EMPTY_BODY, "nothing is left after cleaning")
            rejections += _reject(db, _document_of(staged, documents), empty, run_id, now)
    counts = add_counts(
        _add_versions(db, versions, documents, now),
        {Measure.REJECTIONS_ADDED: rejections, Measure.ROWS_ADDED: rejections},
    )
    counts = add_counts(counts, _put_takes_together(db, versions, run_id))
    execute(
        db,
        "clean/update_parsed_documents",
        {"parser_version": PARSER_VERSION, "raw_document_ids": [row["raw_document_id"] for row in documents]},
    )
    record_counts(db, run_id, counts)
    return counts


def is_textless(staged: StagedVersion) -> bool:
    """Return whether a version that should have a text has none; a kill needs none, and a take is a part of one."""
    is_whole = staged.item.take_number is None
    return is_whole and staged.item.pubstatus is PubStatus.USABLE and not (staged.clean and staged.clean.body)


def _add_versions(db: Database, versions: Sequence[StagedVersion], documents: Sequence[Row], now: datetime) -> Counts:
    """Load versions; where the tables refuse a row, halve them until it is alone: it is rejected, the rest goes on."""
    try:
        with savepoint(db):
            return add_versions(db, versions)
    except REFUSED_ROW as error:
        if len(versions) > 1:
            half = len(versions) // 2
            parts = (versions[:half], versions[half:])
            return add_counts(*(_add_versions(db, part, documents, now) for part in parts))
        refused = RejectedError(Reason.NOT_STORABLE, error.diag.message_primary or "no reason given")
        added = _reject(db, _document_of(versions[0], documents), refused, versions[0].run_id, now)
        return {Measure.ARTICLES_READ: 1, Measure.REJECTIONS_ADDED: added, Measure.ROWS_ADDED: added}


def _put_takes_together(db: Database, versions: Sequence[StagedVersion], run_id: int) -> Counts:
    """Add a version that joins all known takes, for each long story of which these versions are or may be a take."""
    series = {(staged.source_id, staged.item.take_of) for staged in versions if staged.item.take_of}
    joined = []
    for story in find_long_stories(db, sorted(series)) if series else ():
        item, first = stitch(story.takes, story.others)
        keep_first_take(db, story, first)
        arrival = max(story.rows, key=lambda row: (row["received_at"], row["raw_document_id"]))
        document = arrival | {"fetched_at": arrival["received_at"], "language": arrival["source_language"]}
        joined.append(stage_item(item, document, run_id))
    # Nothing new was read for them.
    return {**add_versions(db, joined), Measure.ARTICLES_READ: 0} if joined else {}


def parse_document_row(archive: Archive, document: Row) -> list[ParsedItem]:
    """Return what the bytes of a row of ``news.raw_document`` say. Raises RejectedError or ArchiveError."""
    return parse_document(
        archive.read(document["archive_file"], document["archive_offset"]),
        reference=document["url"],
        entry=entry_from_json(document["entry"]) if document["entry"] else None,
        timezone=document["timezone"],
        media_type=document["media_type"],
        stated=STATED_FORMATS.get(document["media_type"]),
        is_gone=document["http_status"] in GONE,
        fetched_at=document["fetched_at"],
        columns=document["columns"],
    )


def stage_item(item: ParsedItem, document: Row, run_id: int) -> StagedVersion:
    """Return the parsed item with its cleaned text, ready to be loaded."""
    when = item.published_at or item.updated_at or document["fetched_at"]
    language = item.language or document["language"]
    clean = None
    if item.body.strip() and item.take_number is None:  # a take is cleaned together with the others
        clean = clean_text(
            item.body,
            published_at=when,
            language=language,
            headline=item.headline,
            slugline=item.slugline,
            byline=item.byline,
        )
    found = clean.language if clean else None
    return StagedVersion(
        source_id=document["source_id"],
        raw_document_id=document["raw_document_id"],
        run_id=run_id,
        received_at=document["fetched_at"],
        item=item,
        clean=clean,
        cleaner_version=CLEANER_VERSION,
        unannotated_reason=None if found in ANNOTATED_LANGUAGES else "language",
    )


def _document_of(staged: StagedVersion, documents: Sequence[Row]) -> Row:
    return next(row for row in documents if row["raw_document_id"] == staged.raw_document_id)


def _reject(db: Database, document: Row, error: RejectedError, run_id: int, now: datetime) -> bool:
    log.warning("%s: %s rejected, %s", document["source_name"], document["url"], error)
    if error.reason in WITHOUT_STORY and document["entry"] and now - document["fetched_at"] < ASKED_AGAIN:
        execute(db, "acquire/forget_listing", {"source_id": document["source_id"]})
    return record_rejection(
        db,
        source_id=document["source_id"],
        run_id=run_id,
        raw_document_id=document["raw_document_id"],
        stage={Reason.EMPTY_BODY: "clean", Reason.NOT_STORABLE: "load"}.get(error.reason, "acquire"),
        reference=document["url"],
        error=error,
        now=now,
    )


def waiting_texts(db: Database, number: int, of: int, batch_size: int = TEXTS_PER_BATCH) -> Iterator[Sequence[Row]]:
    """Yield the texts of one slice that wait for annotation, in batches; each is looked up when it is asked for.

    A text with which a process ended comes alone, after the others, so that the one that does it is found.
    """
    after = 0
    while True:
        with db:
            claim = {"after_story_id": after, "batch_size": STORIES_PER_CLAIM}
            stories = [row["story_id"] for row in fetch_rows(db, "enrich/find_waiting_stories", claim)]
            slice_ = {"slice_number": number, "slice_count": of, "annotator_version": ANNOTATOR_VERSION}
            texts = fetch_rows(db, "enrich/find_waiting_texts", {"story_ids": stories, **slice_}) if stories else []
        if not stories:
            return
        sound = [row for row in texts if not row["attempt_count"]]
        for start in range(0, len(sound), batch_size):
            yield sound[start : start + batch_size]
        for row in texts:
            if row["attempt_count"]:
                yield [row]
        after = stories[-1]


def claim_texts(db: Database, texts: Sequence[Row]) -> list[Row]:
    """Return those of the texts that nobody else has in hand and that still wait; they are ours until the commit.

    Two statements: what another task did until it gave a text back is seen only by one that begins afterwards.
    """
    hashes = [row["body_sha256"] for row in texts]
    taken = [row["body_sha256"] for row in fetch_rows(db, "enrich/try_texts", {"body_sha256s": hashes})]
    asked = {"body_sha256s": taken, "annotator_version": ANNOTATOR_VERSION}
    waiting = (
        {bytes(row["body_sha256"]) for row in fetch_rows(db, "enrich/find_unannotated", asked)} if taken else set()
    )
    return [row for row in texts if bytes(row["body_sha256"]) in waiting]


def note_attempts(notes: Database, texts: Sequence[Row]) -> None:
    """Commit, apart from the batch's own transaction, that these texts are taken in hand: it outlasts the process."""
    with notes:
        execute(notes, "enrich/upsert_attempts", {"body_sha256s": [row["body_sha256"] for row in texts]})


def _annotate(nlp: Language, texts: Sequence[Row]) -> Iterator[Annotation | RejectedError]:
    """Yield what is found in each text; one with which processes ended is not tried again."""
    deadly = {row["body_sha256"] for row in texts if row.get("attempt_count", 0) >= MAX_ATTEMPTS}
    annotated = annotate_texts(nlp, (row["body"] for row in texts if row["body_sha256"] not in deadly))
    for row in texts:
        yield DEADLY if row["body_sha256"] in deadly else next(annotated)


def enrich_batch(db: Database, nlp: Language, texts: Sequence[Row], run_id: int, now: datetime) -> Counts:
    """Annotate the texts and keep what was found; a text that can't be annotated becomes a rejection."""
    documents, rejections, started = [], 0, time.monotonic()
    for row, found in zip(texts, _annotate(nlp, texts), strict=True):
        if isinstance(found, RejectedError):
            rejections += record_rejection(
                db,
                source_id=row["source_id"],
                run_id=run_id,
                raw_document_id=None,
                stage="enrich",
                reference=f"article:{row['article_id']}",
                error=found,
                now=now,
            )
            execute(db, "enrich/reject_texts", {"body_sha256": row["body_sha256"]})
        else:
            documents.append((bytes(row["body_sha256"]), annotation_document(found)))
    execute(db, "enrich/delete_attempts", {"body_sha256s": [row["body_sha256"] for row in texts]})
    spent = {
        Measure.WORDS_ANNOTATED: sum(len(row["body"].split()) for row in texts),
        Measure.ANNOTATION_MS: round((time.monotonic() - started) * 1000),
    }
    counts = add_counts(
        add_annotations(db, ANNOTATOR_VERSION, documents),
        {Measure.REJECTIONS_ADDED: rejections, Measure.ROWS_ADDED: rejections, **spent},
    )
    record_counts(db, run_id, counts)
    return counts
