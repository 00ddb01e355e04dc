"""Annotations by the hash of their text, kept until load turns them into rows."""

import json
from collections.abc import Iterable
from typing import Any

from newswire.counts import Measure
from newswire.db import Database, copy_rows, execute


def add_annotations(
    db: Database, annotator_version: str, documents: Iterable[tuple[bytes, dict[str, Any]]]
) -> dict[Measure, int]:
    """Keep (body_sha256, document) pairs and return how many are new."""
    execute(db, "load/create_staging")
    rows = ((sha256, annotator_version, json.dumps(document)) for sha256, document in documents)
    copy_rows(db, "stage_annotation", ("body_sha256", "annotator_version", "document"), rows)
    added = execute(db, "load/insert_annotations")
    return {Measure.ANNOTATIONS_ADDED: added, Measure.ROWS_ADDED: added}
