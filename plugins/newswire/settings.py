"""Where things are and what may be set: every environment variable that Newswire reads is named here."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SQL_DIR = REPOSITORY / "sql"
SAMPLES_DIR = REPOSITORY / "samples"
CONNECTION_ID = "newswire_db"


def run_dir() -> Path:
    """Folder for everything made at run time (database, logs, keys, archive): ``NEWSWIRE_RUN_DIR`` or ``.run``."""
    return Path(os.environ.get("NEWSWIRE_RUN_DIR") or REPOSITORY / ".run")


def archive_dir() -> Path:
    """Folder of the WARC archive: ``NEWSWIRE_ARCHIVE_DIR``, else ``archive`` in the run folder."""
    return Path(os.environ.get("NEWSWIRE_ARCHIVE_DIR") or run_dir() / "archive")


def sources_path() -> Path:
    """The list of sources: ``NEWSWIRE_SOURCES``, else ``sources.toml`` at the top of the repository."""
    return Path(os.environ.get("NEWSWIRE_SOURCES") or REPOSITORY / "sources.toml")


def stated_dsn() -> str | None:
    """The user's own server, from ``NEWSWIRE_DSN``; None where none is stated."""
    return os.environ.get("NEWSWIRE_DSN") or None
