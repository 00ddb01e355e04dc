"""The cleaner: a parsed text in, its body and its wire furniture out. Nothing is lost: each word is in one of them."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from newswire.clean.contributors import find_contributors
from newswire.clean.degraded import measure
from newswire.clean.furniture import cut_anywhere, cut_head, cut_tail
from newswire.clean.language import find_language
from newswire.clean.lines import split
from newswire.clean.tags import read_tags, slug_signals
from newswire.records import CleanText

CLEANER_VERSION = "7"  # raise it with every change of rules or code that may change a body, or what is said beside it


def clean_text(
    text: str,
    *,
    published_at: datetime | None = None,
    language: str | None = None,
    headline: str | None = None,
    slugline: str | None = None,
    byline: str | None = None,
) -> CleanText:
    """Return the body of a text and its furniture; ``language`` is what its source says, or None.

    Paragraphs stay parted by blank lines, and degraded text keeps its one sentence a line. Furniture offsets are into
    ``text`` as given, and each piece is exactly that slice. ``published_at`` gives the dateline's date its year;
    ``headline``, ``slugline`` and ``byline`` are read for signals and contributors, and not changed.
    """
    work = split(text)
    cut_anywhere(work, published_at)
    cut_head(work, published_at)
    cut_tail(work)
    counts: Counter[str] = Counter()
    body = work.join(counts)
    furniture = tuple(sorted(work.furniture, key=lambda piece: piece.start_char))
    return CleanText(
        body=body,
        dateline=work.dateline,
        byline=work.byline,
        furniture=furniture,
        contributors=find_contributors(furniture, byline),
        signals=tuple(dict.fromkeys((*read_tags(headline or "")[1], *slug_signals(slugline or ""), *work.signals))),
        language=find_language(body, language),
        damage=measure(body).damage,
        notes=tuple(f"{what}: {count}" for what, count in sorted(counts.items()) if count),
    )


def clean_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what ``newswire clean`` prints for {"id", "text"}; other fields are used where they are texts."""
    said = {key: value for key, value in row.items() if isinstance(value, str)}
    return clean_to_json(
        row["id"],
        clean_text(
            row["text"],
            published_at=_instant(said.get("published_at", "")),
            language=said.get("language"),
            headline=said.get("title") or said.get("headline"),
            slugline=said.get("slugline"),
            byline=said.get("byline"),
        ),
    )


def clean_to_json(article_id: object, result: CleanText) -> dict[str, Any]:
    """Return the object that ``python -m newswire clean`` prints."""
    dateline, measured = result.dateline, measure(result.body)
    return {
        "id": article_id,
        "body": result.body,
        "dateline": dateline
        and {
            "place": dateline.place,
            "on": dateline.on.isoformat() if dateline.on else None,
            "agency": dateline.agency,
        },
        "byline": result.byline,
        "contributors": [{"name": one.name, "role": one.role.value, "place": one.place} for one in result.contributors],
        "signals": [signal.value for signal in result.signals],
        "furniture": [
            {"kind": piece.kind.value, "start_char": piece.start_char, "end_char": piece.end_char, "text": piece.text}
            for piece in result.furniture
        ],
        "language": result.language,
        "is_degraded": result.is_degraded,
        "damage": [damage.value for damage in result.damage],
        "measured": {
            "capital_ratio": _rounded(measured.capital_ratio),
            "spaced_mark_ratio": _rounded(measured.spaced_mark_ratio),
            "lost_apostrophes": measured.lost_apostrophes,
            "lost_quotes": measured.lost_quotes,
        },
        "notes": list(result.notes),
    }


def _instant(stated: str) -> datetime | None:
    try:
        return datetime.fromisoformat(stated)
    except ValueError:
        return None


def _rounded(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 4)
