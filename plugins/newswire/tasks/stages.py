"""The tasks between fetch and check: parse and clean, dedupe, enrich, load. Each claims what nobody has done yet."""

import logging
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypedDict

from newswire.tasks.plan import FetchBatch
from newswire.tasks.running import answerable, as_xcom, in_words, sum_up

if TYPE_CHECKING:
    from newswire.counts import Counts

log = logging.getLogger(__name__)

ARTICLES_PER_BATCH = 500
STORIES_PER_BATCH = 1000  # planning over the months is paid once a batch: see docs/decisions/0019-load.md
TEXTS_PER_SLICE = 250
MAX_SLICES = 8
PROGRESS_S = 30  # between two lines of progress in a task's log


class EnrichSlice(TypedDict):
    """The part of the waiting texts that one enrich task does: those whose hash falls into ``number`` of ``of``."""

    run_id: int
    number: int
    of: int
    batch_size: int | None


@answerable
def parse_articles(batches: list[FetchBatch]) -> dict[str, int]:
    """Parse, clean and load every archived document that no parser has read, whichever run fetched it."""
    from newswire.acquire.archive import Archive
    from newswire.batches import DOCUMENTS_PER_BATCH, parse_batch
    from newswire.connections import open_database
    from newswire.settings import archive_place

    archive = Archive(archive_place())
    sums = _Sums("parse")
    size = batches[0]["batch_size"] or DOCUMENTS_PER_BATCH
    with closing(open_database()) as db:
        while True:
            with db:
                counts = parse_batch(db, archive, batches[0]["run_id"], datetime.now(UTC), size)
            if counts is None:
                break
            sums.add(counts)
    return sums.end("parse_articles")


@answerable
def dedupe_articles(batches: list[FetchBatch]) -> list[EnrichSlice]:
    """Put each new article into its cluster; return the slices in which enrich shall work."""
    from newswire.clusters import assign_clusters, find_unclustered
    from newswire.connections import open_database
    from newswire.counts import Measure, record_counts
    from newswire.db import fetch_row

    run_id, duplicates = batches[0]["run_id"], 0
    with closing(open_database()) as db:
        with db:
            waiting = find_unclustered(db)
        for start in range(0, len(waiting), ARTICLES_PER_BATCH):
            with db:
                assigned = assign_clusters(db, waiting[start : start + ARTICLES_PER_BATCH])
                counts = {Measure.DUPLICATES_FOUND: assigned.duplicates, Measure.ROWS_ADDED: assigned.rows}
                record_counts(db, run_id, counts)
            duplicates += assigned.duplicates
        with db:
            versions = fetch_row(db, "enrich/count_waiting_versions")
    assert versions is not None, "a count returns its row"
    of = max(1, min(MAX_SLICES, versions["waiting_count"] // TEXTS_PER_SLICE))
    said = f"{len(waiting)} articles, {duplicates} copies; {versions['waiting_count']} texts for {of} enrich tasks"
    sum_up("dedupe_articles", said, {"articles": len(waiting), "duplicates": duplicates, "slices": of})
    size = batches[0]["batch_size"]
    return [EnrichSlice(run_id=run_id, number=number, of=of, batch_size=size) for number in range(of)]


@answerable
def enrich_articles(part: EnrichSlice) -> dict[str, int]:
    """Annotate the waiting texts of this slice; a text that can't be annotated is a rejection, the rest goes on.

    A text that a task of another run has in hand is passed over: whichever run loads last settles its story. One with
    which the process itself ends is taken alone by the next try, and is a rejection once three have ended with it.
    """
    from newswire.batches import TEXTS_PER_BATCH, claim_texts, enrich_batch, note_attempts, waiting_texts
    from newswire.connections import open_database
    from newswire.enrich.model import load_model

    sums = _Sums("enrich")
    nlp = None  # loaded with the first text: a run with nothing new does not pay for it
    with closing(open_database()) as db, closing(open_database()) as notes:
        for texts in waiting_texts(db, part["number"], part["of"], part["batch_size"] or TEXTS_PER_BATCH):
            nlp = nlp or load_model()
            with db:
                if claimed := claim_texts(db, texts):
                    note_attempts(notes, claimed)
                    sums.add(enrich_batch(db, nlp, claimed, part["run_id"], datetime.now(UTC)))
    return sums.end("enrich_articles")


@answerable
def load_articles(batches: list[FetchBatch]) -> dict[str, int]:
    """Settle every story with new versions: load its mentions and quotes and point the reports at its head version."""
    from newswire.connections import open_database
    from newswire.counts import record_counts
    from newswire.enrich.version import ANNOTATOR_VERSION
    from newswire.load.stories import load_stories

    sums = _Sums("load")
    last: int | None = 0
    with closing(open_database()) as db:
        while last is not None:
            with db:
                done = load_stories(
                    db,
                    annotator_version=ANNOTATOR_VERSION,
                    after_story_id=last,
                    batch_size=STORIES_PER_BATCH,
                    run_id=batches[0]["run_id"],
                    now=datetime.now(UTC),
                )
                record_counts(db, batches[0]["run_id"], done.counts)
            last = done.last_story_id
            sums.add(done.counts)
    return sums.end("load_articles")


class _Sums:
    """What a task did so far, said in its log now and then and once at the end."""

    def __init__(self, stage: str) -> None:
        self._stage = stage
        self._total: Counts = {}
        self._said_at = time.monotonic()

    def add(self, counts: "Counts") -> None:
        """Add one batch's counts."""
        from newswire.counts import add_counts

        self._total = add_counts(self._total, counts)
        if time.monotonic() - self._said_at > PROGRESS_S:
            self._said_at = time.monotonic()
            log.info("%s so far: %s", self._stage, in_words(self._total))

    def end(self, task: str) -> dict[str, int]:
        """Say the sums in the task's line and return them as its XCom."""
        sum_up(task, in_words(self._total) or "nothing to do", as_xcom(self._total))
        return as_xcom(self._total)
