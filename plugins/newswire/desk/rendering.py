"""Pages as HTML: the templates, what they may call, and the headers that keep a hostile text from doing anything."""

import mimetypes
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException

from newswire.desk import charts
from newswire.report.show import plain_text

FOLDER = Path(__file__).parent
CONTEXT_CHARS = 60  # around a passage that changed, in report.version_change
NOTHING = "\u2013"  # what stands where there is no number
# No script, style or image but our own files; no frame but Airflow's; forms lead back to the desk alone.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}
STATIC_HEADERS = HEADERS | {"Cache-Control": "private, max-age=300"}
SECTIONS = {"": "Today", "quotes": "Quotes", "names": "Names", "corrections": "Corrections", "sources": "Sources"}
TITLES = {400: "That can't be looked up", 401: "Not logged in", 403: "Not allowed", 404: "Not here",
          500: "Something broke", 503: "Not available"}  # fmt: skip


def render_page(request: Request, name: str, shown: Mapping[str, Any], status: int = 200) -> Response:
    """Return the page of that name. ``shown`` is what its template names; everything in it is escaped."""
    root = request.scope.get("root_path", "")
    text = _environment().get_template(f"{name}.html").render(
        root=root,
        path=request.url.path.removeprefix(root).strip("/"),
        parameters=dict(request.query_params),
        **shown,
    )  # fmt: skip
    return HTMLResponse(text, status, headers=HEADERS)


def render_error(request: Request, status: int, said: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a page that says what is wrong, and what a person can do about it."""
    answer = render_page(request, "error", {"title": TITLES.get(status, "Not possible"), "said": said}, status)
    answer.headers.update(headers or {})
    return answer


def send_static(name: str) -> Response:
    """Return one of the desk's own files. Raises HTTPException 404."""
    if name not in _static_names():
        raise HTTPException(404)
    return FileResponse(FOLDER / "static" / name, media_type=mimetypes.guess_type(name)[0], headers=STATIC_HEADERS)


def web_address(address: str | None) -> str | None:
    """Return an address that a browser may be sent to, None for any other (javascript:, data:, a bare path).

    >>> web_address("https://paper.example/a")
    'https://paper.example/a'
    >>> web_address(" javascript:alert(1)")
    """
    stripped = (address or "").strip()
    try:
        parts = urlsplit(stripped)
    except ValueError:  # half a bracket
        return None
    return stripped if parts.scheme in {"http", "https"} and parts.netloc else None


def show_count(number: float | None) -> str:
    """Return a number with thin spaces between thousands.

    >>> show_count(12345)
    '12\u202f345'
    """
    return NOTHING if number is None else f"{number:,.0f}".replace(",", "\u202f")


def from_word(text: str) -> str:
    """Return the end of a text, that was cut somewhere, from its first whole word on; shorter ones were not cut.

    >>> from_word("x" * 50 + " and so on")
    '\u2026 and so on'
    """
    whole = text.partition(" ")[2]
    return text if len(text) < CONTEXT_CHARS or not whole else f"\u2026 {whole}"


def to_word(text: str) -> str:
    """Return the beginning of a text, that was cut somewhere, up to its last whole word; shorter ones were not cut."""
    whole = text.rpartition(" ")[0]
    return text if len(text) < CONTEXT_CHARS or not whole else f"{whole} \u2026"


def show_time(at: datetime | None) -> str:
    """Return the minute of an instant in UTC, as 20 Nov 2026, 06:00."""
    return "never" if at is None else f"{at.day} {at:%b %Y, %H:%M}"


def show_day(at: date | None) -> str:
    """Return a day, as 20 Nov 2026."""
    return "never" if at is None else f"{at.day} {at:%b %Y}"


def show_duration(seconds: float | None) -> str:
    """Return a length of time in the unit that suits it.

    >>> show_duration(42), show_duration(5000), show_duration(400_000)
    ('42 s', '1 h 23 min', '4 d 15 h')
    """
    if seconds is None:
        return NOTHING
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return f"{days} d {hours_left} h"
    if hours:
        return f"{hours} h {minutes_left} min"
    return f"{minutes} min" if minutes else f"{rest} s"


def with_parameters(parameters: Mapping[str, str], **changed: object) -> str:
    """Return the query part of an address: these parameters, some of them changed or (None) taken away."""
    merged: dict[str, object] = {**parameters, **changed}
    return "?" + urlencode({name: value for name, value in merged.items() if value not in {None, ""}})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters |= {
        "line": plain_text, "count": show_count, "time": show_time, "day": show_day, "duration": show_duration,
        "web_address": web_address, "bars": charts.bars, "points": charts.line,
        "from_word": from_word, "to_word": to_word,
    }  # fmt: skip
    environment.globals |= {"sections": SECTIONS, "with_parameters": with_parameters}
    return environment


@cache
def _static_names() -> frozenset[str]:
    return frozenset(file.name for file in (FOLDER / "static").iterdir())
