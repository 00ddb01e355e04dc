"""Where things are and what may be set: every environment variable that Newswire reads is named here."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SQL_DIR = REPOSITORY / "sql"
SAMPLES_DIR = REPOSITORY / "samples"
CONNECTION_ID = "newswire_db"
ARTICLES_ASSET = "newswire://articles"  # what a load has changed, for whatever is triggered by it
FETCH_POOL = "newswire_fetch"
NLP_POOL = "newswire_nlp"
READER_CONNECTION_ID = "newswire_reader_db"
SMTP_CONNECTION_ID = "newswire_smtp"
SLACK_CONNECTION_ID = "newswire_slack"


def run_dir() -> Path:
    """Return the folder for what runs make (database, logs, keys, archive): ``NEWSWIRE_RUN_DIR`` or ``.run``."""
    return Path(os.environ.get("NEWSWIRE_RUN_DIR") or REPOSITORY / ".run")


def archive_place() -> str:
    """Return the folder of the WARC archive, or its address in a store (``s3://bucket/prefix``, any of fsspec's).

    ``NEWSWIRE_ARCHIVE``, or ``NEWSWIRE_ARCHIVE_DIR``, its name while it could only be a folder; else ``archive`` in
    the run folder.
    """
    stated = os.environ.get("NEWSWIRE_ARCHIVE") or os.environ.get("NEWSWIRE_ARCHIVE_DIR")
    return stated or str(run_dir() / "archive")


def sources_path() -> Path:
    """Return the path of the list of sources: ``NEWSWIRE_SOURCES``, else ``sources.toml`` of the repository."""
    return Path(os.environ.get("NEWSWIRE_SOURCES") or REPOSITORY / "sources.toml")


def contact() -> str:
    """Return whom a server's owner may write to, from ``NEWSWIRE_CONTACT`` (an address of the web or of e-mail)."""
    return " ".join(filter(str.isprintable, os.environ.get("NEWSWIRE_CONTACT", "").split()))


def stated_dsn() -> str | None:
    """Return the address of the user's own server, from ``NEWSWIRE_DSN``; None where none is stated.

    ``NEWSWIRE_DSN_FILE`` names a file that holds it, as containers get their secrets.
    """
    if file := os.environ.get("NEWSWIRE_DSN_FILE"):
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get("NEWSWIRE_DSN") or None


def stated_reader_dsn() -> str | None:
    """Return the address at which to read reports, from ``NEWSWIRE_READER_DSN``; None where none is stated."""
    return os.environ.get("NEWSWIRE_READER_DSN") or None


def reader_timeout_s() -> int:
    """Return after how many seconds a reader's statement is cut: ``NEWSWIRE_READER_TIMEOUT_S``, else 30."""
    return int(os.environ.get("NEWSWIRE_READER_TIMEOUT_S") or 30)


def extra_path() -> Path | None:
    """Return a file or folder to read as one more source, from ``NEWSWIRE_PATH``, which ``run --path`` sets."""
    stated = os.environ.get("NEWSWIRE_PATH")
    return Path(stated) if stated else None


def task_retries() -> int:
    """Return how often Airflow tries a failed task again: ``NEWSWIRE_TASK_RETRIES``, else 2."""
    return int(os.environ.get("NEWSWIRE_TASK_RETRIES") or 2)


def pool_slots() -> dict[str, int]:
    """Return how many tasks may fetch (``NEWSWIRE_FETCH_SLOTS``, else 4) and annotate at a time, by pool.

    ``NEWSWIRE_NLP_SLOTS``, else one for each core: an annotating task loads a model of its own and keeps a core busy.
    """
    return {
        FETCH_POOL: int(os.environ.get("NEWSWIRE_FETCH_SLOTS") or 4),
        NLP_POOL: int(os.environ.get("NEWSWIRE_NLP_SLOTS") or os.cpu_count() or 1),
    }


def retry_delay_s() -> int:
    """Return how many seconds Airflow waits before it does: ``NEWSWIRE_TASK_RETRY_DELAY_S``, else 120."""
    return int(os.environ.get("NEWSWIRE_TASK_RETRY_DELAY_S") or 120)


def deadline_s() -> int:
    """Return in how many seconds after its start in the queue a run must end: ``NEWSWIRE_DEADLINE_S``, else 4 hours.

    Nothing is stopped then: somebody is told. A nightly run that begins at 02:15 is late before the morning's desk.
    0 is no deadline.
    """
    return int(os.environ.get("NEWSWIRE_DEADLINE_S") or 4 * 3600)


def fetching() -> dict[str, str]:
    """Return Airflow's pool and queue for the tasks that wait for servers.

    ``NEWSWIRE_FETCH_QUEUE`` names the queue, else it is Airflow's "default". A queue means something to executors of
    several machines only; a LocalExecutor takes every task.
    """
    return {"pool": FETCH_POOL, "queue": os.environ.get("NEWSWIRE_FETCH_QUEUE") or "default"}


def annotating() -> dict[str, str]:
    """Return those for the tasks that load a model and keep a core busy: ``NEWSWIRE_NLP_QUEUE``, else "default"."""
    return {"pool": NLP_POOL, "queue": os.environ.get("NEWSWIRE_NLP_QUEUE") or "default"}


def alert_channels() -> tuple[str, ...]:
    """Return where alerts go, ``NEWSWIRE_ALERTS`` parted by commas: log (else this alone), email, slack.

    E-mail needs the Airflow connection ``newswire_smtp`` and ``NEWSWIRE_ALERT_TO``; slack, or what takes the same
    webhooks, the connection ``newswire_slack``.
    """
    return tuple(filter(None, (os.environ.get("NEWSWIRE_ALERTS") or "log").replace(" ", "").split(",")))


def alert_recipients() -> list[str]:
    """Return the addresses to which alerts are mailed, from ``NEWSWIRE_ALERT_TO``, parted by commas."""
    return list(filter(None, (os.environ.get("NEWSWIRE_ALERT_TO") or "").replace(" ", "").split(",")))


def annotator() -> str:
    """Return what finds quotes: "tagger", the trained one, or "rules", by ``NEWSWIRE_ANNOTATOR``; else "tagger"."""
    return os.environ.get("NEWSWIRE_ANNOTATOR") or "tagger"


def min_confidence() -> float:
    """Return below which confidence quotes are not loaded: ``NEWSWIRE_MIN_CONFIDENCE``, 0 to 1, else 0: all are.

    Annotations keep them, so a lower value shows them with the next loading of their article.
    """
    return float(os.environ.get("NEWSWIRE_MIN_CONFIDENCE") or 0)


def text_cpu_s() -> float:
    """Return how many seconds of processor time one text (or one batch) may take to annotate: ``NEWSWIRE_TEXT_CPU_S``.

    90 by default: the longest text that is read, 100,000 characters, takes about 15.
    """
    return float(os.environ.get("NEWSWIRE_TEXT_CPU_S") or 90)


def text_memory_mb() -> int:
    """Return how much memory a batch of texts may take, beside what the process has: ``NEWSWIRE_TEXT_MEMORY_MB``.

    2,000 by default: spaCy's parser takes about 1,000 for 100,000 characters, and a batch has at most 200,000.
    """
    return int(os.environ.get("NEWSWIRE_TEXT_MEMORY_MB") or 2_000)


def duplicate_window_days() -> int:
    """Return over how many days copies of a text are looked for: ``NEWSWIRE_DUPLICATE_DAYS``, else 14.

    Last year's template is not this year's story; articles without a time match at any distance.
    """
    return int(os.environ.get("NEWSWIRE_DUPLICATE_DAYS") or 14)
