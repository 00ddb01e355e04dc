"""Long stories in takes, as the tables have them: what is known of each, whichever documents brought it."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from newswire.db import Database, Row, execute, fetch_rows
from newswire.records import ParsedItem, Place, PlaceRole, PubStatus, Signal, SourceFormat, Subject

SAME_NAME = (
    "guid", "version", "embargoed_until", "published_at", "updated_at", "language", "headline", "slugline",
    "byline", "dateline", "section", "urgency", "edition_note", "url", "located", "priority", "credit", "copyright",
    "usage_terms", "take_of", "take_number", "body",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class LongStory:
    """The takes of one story of one source, and the texts of its slug that say nothing of takes (``others``).

    ``rows`` holds for each of them, in the same order, what the tables say of its arrival.
    """

    source_id: int
    guid: str
    takes: tuple[ParsedItem, ...]
    others: tuple[ParsedItem, ...]
    rows: tuple[Row, ...]


def find_long_stories(db: Database, series: Collection[tuple[int, str]]) -> list[LongStory]:
    """Return what is known of these stories, given as (source_id, guid); those without any take are left out.

    Until the end of the transaction no other loader puts the same ones together.
    """
    wanted = {"source_ids": [source_id for source_id, _ in series], "guids": [guid for _, guid in series]}
    fetch_rows(db, "load/lock_takes", wanted)
    found = []
    for (source_id, guid), group in groupby(
        fetch_rows(db, "load/find_takes", wanted), key=lambda row: (row["source_id"], row["take_of"])
    ):
        rows = sorted(group, key=lambda row: row["take_number"] is None)
        items = [_item(row) for row in rows]
        takes = tuple(item for item in items if item.take_number is not None)
        others = tuple(item for item in items if item.take_number is None)
        found.append(LongStory(source_id=source_id, guid=guid, takes=takes, others=others, rows=tuple(rows)))
    return found


def keep_first_take(db: Database, story: LongStory, first: ParsedItem | None) -> None:
    """Note which of the other texts is the first take, None for none of them: it is no story of its own then."""
    texts = (*story.takes, *story.others)
    row = next((row for row, item in zip(story.rows, texts, strict=True) if item is first), None)
    execute(
        db,
        "load/update_first_takes",
        {
            "source_id": story.source_id,
            "take_of": story.guid,
            "story_version_id": row["story_version_id"] if row else None,
        },
    )


def _item(row: Row) -> ParsedItem:
    return ParsedItem(
        source_format=SourceFormat(row["source_format"]),
        pubstatus=PubStatus(row["pubstatus"]),
        signals=tuple(Signal(signal) for signal in row["signals"]),
        subjects=tuple(Subject(scheme=scheme, code=code, name=name) for scheme, code, name in row["subjects"] or ()),
        places=tuple(
            Place(role=PlaceRole(role), name=name, scheme=scheme, code=code)
            for role, name, scheme, code in row["places"] or ()
        ),
        genres=tuple(row["genres"]),
        word_count=row["stated_word_count"],
        keywords=tuple(row["keywords"]),
        associations=tuple(row["associations"]),
        notes=tuple(row["notes"]),
        **{name: row[name] for name in SAME_NAME},
    )
