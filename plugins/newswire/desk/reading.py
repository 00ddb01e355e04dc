"""The pages on which texts are read: the quote browser, and an article with what was found in it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from newswire.db import Database, Row, fetch_row, fetch_rows
from newswire.desk.asked import Asked, AskedWronglyError
from newswire.desk.finds import LABEL_GROUPS, QUOTE_KINDS
from newswire.desk.marking import Mark, Piece, cut_paragraphs, cut_pieces, find_sentence
from newswire.desk.pages import find_texts, older_place, source_names
from newswire.errors import NewswireError

QUOTES_PER_PAGE = 20
NEAR_CHARS = 300  # a speaker further away from the words stands in another sentence


class NotShownError(NewswireError):
    """What was asked for is not, or no longer, among the things that reports show. Status 404."""


def quotes(db: Database, asked: Asked, _now: datetime) -> dict[str, Any]:
    """Show a page of quotes by whatever the visitor filters by, each in its sentence."""
    kind = asked.choice("kind", ("any", *QUOTE_KINDS), "any")
    before = asked.place("before")
    first, last = asked.day("from"), asked.day("to")
    if first and last and first > last:
        raise AskedWronglyError(f"from: {first} is after to, {last}")
    filters = {name: asked.words(name) for name in ("q", "speaker", "about", "source")}
    wanted = {
        "words": filters["q"], "speaker": _anywhere(filters["speaker"]), "about": _anywhere(filters["about"]),
        "source": filters["source"], "first": first, "last": last, "kind": None if kind == "any" else kind,
        "with_copies": asked.choice("copies", ("once", "all"), "once") == "all",
        "before_at": before and before.dated_at, "before_key": before and before.key,
        "row_limit": QUOTES_PER_PAGE + 1,
    }  # fmt: skip
    rows = fetch_rows(db, "desk/find_quotes", wanted)
    shown = rows[:QUOTES_PER_PAGE]
    copies = _copies_by_statement(db, shown)
    texts = find_texts(db, shown)
    for row in shown:
        row["pieces"] = _sentence(row, texts[row["article_id"]])
        row["copies"] = [copy for copy in copies.get(row["statement_id"], []) if copy["quote_id"] != row["quote_id"]]
    return {
        **filters, "kind": kind, "kinds": QUOTE_KINDS, "from_": first, "to": last,
        "with_copies": wanted["with_copies"], "quotes": shown, "source_names": source_names(db),
        "is_filtered": any(value is not None for value in (*filters.values(), first, last, wanted["kind"])),
        "is_first": before is None,
        "older": older_place(shown, "dated_at", "quote_id") if len(rows) > len(shown) else None,
    }  # fmt: skip


def article(db: Database, asked: Asked, now: datetime) -> dict[str, Any]:
    """Show one article with its names and quotes marked, its copies, and how it came to read so.

    Raises NotShownError where reports don't show it (any more).
    """
    key = {"article_id": asked.key("article_id")}
    found = fetch_row(db, "desk/find_article", key)
    if found is None:
        raise NotShownError(
            "This article is not shown. Its story may have been corrected since, killed, withheld or put under embargo."
        )
    said = fetch_rows(db, "desk/find_article_quotes", key)
    mentions = fetch_rows(db, "desk/find_article_mentions", key)
    marks = [*_quote_marks(said), *_name_marks(mentions)]
    return {
        "now": now,
        "article": found,
        "paragraphs": cut_paragraphs(found["body"], marks),
        "quotes": said,
        "names": _count_names(mentions),
        "copies": _find_copies(db, found),
        "versions": fetch_rows(db, "desk/find_article_versions", {"story_id": found["story_id"]}),
    }


def _find_copies(db: Database, found: Row) -> list[Row]:
    """Return the other articles with the text of this one, each with what is known of it as a copy."""
    rows = fetch_rows(db, "desk/find_article_copies", found)
    known = {row["article_id"]: row for row in fetch_rows(db, "desk/find_copy_ratios", found)} if rows else {}
    unknown = {"kept_ratio": None, "has_correction": None}
    return [row | known.get(row["article_id"], unknown) for row in rows]


def _anywhere(words: str | None) -> str | None:
    r"""Return a pattern of LIKE that finds the words anywhere; what LIKE would take for a sign is no sign."""
    if words is None:
        return None
    return "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _copies_by_statement(db: Database, rows: Sequence[Row]) -> dict[int, list[Row]]:
    """Return, for the statements of a page that stand elsewhere too, every place at which they do."""
    travelled = [row for row in rows if row["reach_article_count"] > 1]
    if not travelled:
        return {}
    wanted = {
        "statement_ids": [row["statement_id"] for row in travelled],
        "cluster_ids": [row["cluster_id"] for row in travelled],
    }
    copies: dict[int, list[Row]] = {}
    for row in fetch_rows(db, "desk/find_quote_copies", wanted):
        copies.setdefault(row["statement_id"], []).append(row)
    return copies


def _sentence(row: Row, text: str) -> list[Piece]:
    """Return the sentence of a quote in pieces, with its words, its cue and its speaker marked."""
    marks = list(_quote_marks([row]))
    words = [mark for mark in marks if mark.kind == "quote"]
    start, end = min(mark.start_char for mark in words), max(mark.end_char for mark in words)
    near = [mark for mark in marks if mark.end_char >= start - NEAR_CHARS and mark.start_char <= end + NEAR_CHARS]
    first, last = find_sentence(text, min(mark.start_char for mark in near), max(mark.end_char for mark in near))
    return cut_pieces(text, first, last, near)


def _quote_marks(rows: Sequence[Row]) -> Iterator[Mark]:
    for row in rows:
        about = {"key": row["quote_id"], "name": row["speaker"] or "", "label": row["kind"]}
        for number, (start, end) in enumerate(row["span_chars"]):
            anchor = "" if number else f"quote-{row['quote_id']}"
            yield Mark(start_char=start, end_char=end, kind="quote", anchor=anchor, **about)
        for kind in ("speaker", "cue"):
            if row[f"{kind}_start_char"] is not None:
                yield Mark(start_char=row[f"{kind}_start_char"], end_char=row[f"{kind}_end_char"], kind=kind, **about)


def _name_marks(rows: Sequence[Row]) -> Iterator[Mark]:
    """Yield a mark for each name; dates and amounts are left unmarked, as a page of them would be all colour."""
    for row in rows:
        if row["label"] in LABEL_GROUPS:
            yield Mark(
                start_char=row["start_char"], end_char=row["end_char"], kind="entity", key=row["mention_id"],
                name=row["entity"], label=LABEL_GROUPS[row["label"]],
            )  # fmt: skip


def _count_names(mentions: Sequence[Row]) -> dict[str, list[tuple[str, int]]]:
    """Return the names of an article by kind, each with how often it stands there, the most frequent first."""
    counted: dict[str, dict[str, int]] = {}
    for row in mentions:
        if row["label"] in LABEL_GROUPS:
            names = counted.setdefault(LABEL_GROUPS[row["label"]], {})
            names[row["entity"]] = names.get(row["entity"], 0) + 1
    return {group: sorted(names.items(), key=lambda item: (-item[1], item[0])) for group, names in counted.items()}
