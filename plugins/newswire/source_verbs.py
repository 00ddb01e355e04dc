"""What ``python -m newswire sources ACTION`` does: list, check, discover, import, export."""

import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import psycopg2

from newswire.errors import UsageError
from newswire.tasks import configured_sources

Action = Callable[[str | None, bool], int]


def list_sources(_target: str | None, _allow_private: bool) -> int:
    """Print the sources of sources.toml, read and checked."""
    for source in configured_sources():
        print(f"{source.name:24} {'on ' if source.is_enabled else 'off'} {source.kind.value:6} {source.location}")
    return 0


def check_sources(target: str | None, _allow_private: bool) -> int:
    """Try each enabled source, or the named one, and print a table; 1 where one lists nothing."""
    from newswire.acquire.discover import try_source
    from newswire.tasks import choose_sources

    bad = 0
    moved = _moved_sources()
    for source in choose_sources(configured_sources(), [target] if target else []):
        trial = try_source(source, moved_to=moved.get((source.name, source.location)))
        bad += not trial.is_good
        print(f"{source.name:24} {'good' if trial.is_good else 'BAD ':4} {trial.entry_count:6} {trial.detail}".rstrip())
    return 1 if bad else 0


def discover(target: str | None, allow_private: bool) -> int:
    """Print the feeds of a site with how many entries each lists; 1 where there is none."""
    from newswire.acquire.discover import discover_feeds

    found = 0
    for url, trial in discover_feeds(str(target), allow_private=allow_private):
        found += trial.is_good
        print(f"{trial.entry_count:6} {url} {trial.detail}".rstrip())
    return 0 if found else 1


def import_opml(target: str | None, _allow_private: bool) -> int:
    """Print the feeds of an OPML file that are in no source yet, as tables for sources.toml; all are off."""
    from newswire.acquire.opml import read_opml, source_table

    file = Path(str(target))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from error
    known = configured_sources()
    urls = {source.location for source in known}
    for source in read_opml(data, taken={source.name for source in known}):
        if source.location not in urls:
            print(source_table(source))
    return 0


def export_opml(_target: str | None, _allow_private: bool) -> int:
    """Print the feeds of sources.toml as OPML."""
    from newswire.acquire.opml import write_opml

    sys.stdout.write(write_opml(configured_sources()).decode())
    return 0


def _moved_sources() -> dict[tuple[str, str], str]:
    """Return where polls found that sources have moved for good, by name and old address; none without a database."""
    from newswire.connections import open_database
    from newswire.db import fetch_rows
    from newswire.errors import DatabaseUnavailableError

    try:
        with closing(open_database()) as db:
            return {(row["name"], row["location"]): row["moved_to"] for row in fetch_rows(db, "acquire/find_moved")}
    except (DatabaseUnavailableError, psycopg2.errors.UndefinedTable, psycopg2.errors.UndefinedColumn):
        return {}  # sources are checked before anything was set up or migrated, too


VERBS: Mapping[str, Action] = {
    "list": list_sources,
    "check": check_sources,
    "discover": discover,
    "import": import_opml,
    "export": export_opml,
}
