"""``sources.toml``: read, checked, and refused with a message that names the line."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from glob import escape
from pathlib import Path, PurePath
from typing import Any
from zoneinfo import available_timezones

from newswire.acquire.columns import read_columns
from newswire.errors import SettingsError
from newswire.records import Source, SourceKind

TEXTS = (
    "name", "kind", "url", "folder", "glob", "title", "timezone", "language", "country", "owner", "rights", "proxy",
)  # fmt: skip
NUMBERS = ("expected_articles", "tolerance", "min_delay_s", "daily_cap", "keep_days")
KEYS = frozenset({*TEXTS, *NUMBERS, "enabled", "allow_private", "headers", "interval", "columns"})
PLACE_KEY = {SourceKind.FEED: "url", SourceKind.FILES: "folder"}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DURATION = re.compile(r"([0-9]{1,4})\s*(m|h|d)")
UNIT_S = {"m": 60, "h": 3600, "d": 86_400}
MAX_INTERVAL_S = 30 * 86_400
MAX_DELAY_S = 86_400
MAX_KEEP_DAYS = 36_500
TOLERANCE = 0.5  # of a source that states how many articles it expects, but not how exactly
Refuse = Callable[[str, str], SettingsError]
VARIABLE = re.compile(r"\$\{(\w+)\}")


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return the sources in the file's order. Raises SettingsError, which names file, line and key."""
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text).get("source", [])
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}, line {line}: not UTF-8") from error
    except tomllib.TOMLDecodeError as error:  # which names the line itself
        raise SettingsError(f"{path}: {error}") from error
    lines = [number for number, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*source\s*\]\]", line)]
    if not isinstance(tables, list) or len(tables) != len(lines):
        raise SettingsError(f"{path}: write each source as a table of its own, headed [[source]]")
    found: dict[str, Source] = {}
    for table, line in zip(tables, lines, strict=True):
        where = f"{path}, line {line}"
        source = _read_source(table, where, path.parent)
        if source.name in found:
            raise SettingsError(f"{where}: name: there is a source {source.name!r} already")
        found[source.name] = source
    return tuple(found.values())


def files_source(path: Path) -> Source:
    """Return a source for one file, or for all files of a folder, that is in no list."""
    path = path.resolve()
    folder, glob = (path, "**/*") if path.is_dir() else (path.parent, escape(path.name))
    name = "path-" + "-".join(re.findall(r"[a-z0-9]+", path.stem.lower()) or ["files"])
    return Source(name=name, kind=SourceKind.FILES, location=str(folder), glob=glob, title=str(path))


def missing_variable(text: str) -> str | None:
    """Return the name of an environment variable that the text wants and that is not set."""
    found = VARIABLE.search(text)
    return found[1] if found else None


def _read_source(table: Mapping[str, Any], where: str, base: Path) -> Source:
    def refuse(key: str, why: str) -> SettingsError:
        return SettingsError(f"{where}: {key}: {why}")

    if unknown := sorted(set(table) - KEYS):
        raise refuse(unknown[0], f"not a key of a source; there are {', '.join(sorted(KEYS))}")
    for key in TEXTS:
        if key in table and (not isinstance(table[key], str) or not table[key].strip()):
            raise refuse(key, "wants a text")
    said = {key: _expand(table[key]) for key in TEXTS if key in table}
    if not NAME.fullmatch(said.get("name", "")):
        raise refuse("name", "wants small letters, digits and single hyphens")
    try:
        kind = SourceKind(said.get("kind", ""))
    except ValueError:
        raise refuse("kind", f"wants one of {', '.join(SourceKind)}") from None
    place = PLACE_KEY[kind]
    if place not in said:
        raise refuse(place, f"a source of kind {kind.value} needs it")
    if kind is SourceKind.FEED and not said["url"].startswith(("http://", "https://")):
        raise refuse("url", "wants an address that begins with http:// or https://")
    if said.get("timezone", "UTC") not in _timezones():
        raise refuse("timezone", f"{said['timezone']!r} is no IANA time zone, such as Europe/London")
    for key in ("enabled", "allow_private"):
        if not isinstance(table.get(key, False), bool):
            raise refuse(key, "wants true or false")
    pattern = PurePath(said.get("glob", "**/*"))
    if pattern.is_absolute() or ".." in pattern.parts:
        raise refuse("glob", "wants a pattern of files below the folder, such as **/*.xml")
    headers = table.get("headers", {})
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise refuse("headers", "wants a table of texts")
    return Source(
        name=said["name"],
        kind=kind,
        location=said["url"] if kind is SourceKind.FEED else str((base / said["folder"]).resolve()),
        glob=said.get("glob", "**/*"),
        title=said.get("title"),
        timezone=said.get("timezone", "UTC"),
        language=said.get("language"),
        country=said.get("country"),
        owner=said.get("owner"),
        is_enabled=table.get("enabled", True),
        proxy=said.get("proxy"),
        allow_private=table.get("allow_private", False),
        headers=tuple((name, _expand(value)) for name, value in headers.items()),
        rights=said.get("rights"),
        columns=_read_columns(table, kind, refuse),
        **_read_numbers(table, kind, refuse),
    )


def _read_columns(table: Mapping[str, Any], kind: SourceKind, refuse: Refuse) -> tuple[tuple[str, str], ...]:
    stated = table.get("columns", {})
    if kind is SourceKind.FEED and "columns" in table:
        raise refuse("columns", "a feed has none: they are for the CSV and JSON Lines of a folder")
    if not isinstance(stated, dict):
        raise refuse("columns", 'wants a table of texts, such as { text = "full_text", title = "hl" }')
    try:
        return tuple(read_columns(stated).items())
    except ValueError as error:
        raise refuse("columns", str(error)) from None


def _read_numbers(table: Mapping[str, Any], kind: SourceKind, refuse: Refuse) -> dict[str, Any]:
    """Return the fields of Source that are numbers: when to poll it, how much to expect, how much to ask."""
    try:
        floor_s, ceiling_s = _read_interval(table["interval"]) if "interval" in table else (None, None)
    except ValueError as error:
        raise refuse("interval", str(error)) from None
    if kind is SourceKind.FILES and (server := sorted({"daily_cap", "min_delay_s"} & set(table))):
        raise refuse(server[0], "a folder has no server to spare")
    if "tolerance" in table and "expected_articles" not in table:
        raise refuse("tolerance", "wants expected_articles beside it")
    tolerance = _read_number(table, "tolerance", refuse)
    return {
        "floor_s": floor_s,
        "ceiling_s": ceiling_s,
        "expected_articles": _read_number(table, "expected_articles", refuse, whole=True, least=1),
        "tolerance": TOLERANCE if tolerance is None and "expected_articles" in table else tolerance,
        "min_delay_s": _read_number(table, "min_delay_s", refuse, most=MAX_DELAY_S),
        "daily_cap": _read_number(table, "daily_cap", refuse, whole=True, least=1),
        "keep_days": _read_number(table, "keep_days", refuse, whole=True, least=1, most=MAX_KEEP_DAYS),
    }


def _read_interval(stated: object) -> tuple[int, int]:
    """Return the shortest and the longest wait in seconds; one duration is both. Raises ValueError."""
    durations = stated if isinstance(stated, list) else [stated]
    found = [DURATION.fullmatch(text.strip()) for text in durations if isinstance(text, str)]
    waits = [int(match[1]) * UNIT_S[match[2]] for match in found if match]
    if len(waits) != len(durations) or len(waits) not in (1, 2):
        raise ValueError('wants a duration such as "30m", "6h" or "1d", or the shortest and the longest: ["15m", "1d"]')
    if waits != sorted(waits) or not UNIT_S["m"] <= waits[0] <= waits[-1] <= MAX_INTERVAL_S:
        raise ValueError("wants the shorter wait first, each between 1m and 30d")
    return waits[0], waits[-1]


def _read_number(
    table: Mapping[str, Any],
    key: str,
    refuse: Refuse,
    *,
    whole: bool = False,
    least: int = 0,
    most: int = 1_000_000,
) -> int | float | None:
    """Return the number of a key, None where it is not stated; TOML's true, nan and inf are none."""
    value = table.get(key)
    if value is None:
        return None
    is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if not is_number or not least <= value <= most:
        raise refuse(key, f"wants a {'whole ' * whole}number from {least} to {most}")
    found: int | float = value
    return found


@cache
def _timezones() -> frozenset[str]:
    return frozenset(available_timezones())  # which reads the whole folder of zones each time


def _expand(text: str) -> str:
    """Put environment variables in; one that is not set stays as it is, and is told when the source is read."""
    return VARIABLE.sub(lambda found: os.environ.get(found[1]) or found[0], text)
