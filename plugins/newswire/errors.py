"""What can go wrong, by who can answer it. Every message names what a person must do or look at."""

from enum import StrEnum


class Reason(StrEnum):
    """Why a document or article was skipped: the vocabulary of ``news.rejection.reason``."""

    NOT_PARSABLE = "not_parsable"
    NOT_AN_ARTICLE = "not_an_article"
    EMPTY_BODY = "empty_body"
    BROKEN_EXTRACTION = "broken_extraction"
    TOO_LARGE = "too_large"
    PAGE_GONE = "page_gone"
    PAGE_UNREACHABLE = "page_unreachable"
    FILE_UNREADABLE = "file_unreadable"
    UNKNOWN_FORMAT = "unknown_format"
    ANNOTATION_FAILED = "annotation_failed"
    NOT_STORABLE = "not_storable"


class NewswireError(Exception):
    """Base of all errors that Newswire raises on purpose."""


class UsageError(NewswireError):
    """The caller asked for something that does not exist: exit status 2 on the command line."""


class SettingsError(UsageError):
    """A setting or ``sources.toml`` is wrong; the message names the file, the line and the key."""


class RejectedError(NewswireError):
    """One document can't become an article; the caller records ``reason`` and goes on with the next."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class SourceError(NewswireError):
    """One source can't be read now; its poll row says why and the run goes on with the others."""


class AddressRefusedError(SourceError):
    """The address is none that may be connected to; asking again gives the same answer."""


class HostWaitsError(SourceError):
    """The host must not be asked now (its robots.txt, Retry-After or budget); the next poll tries again."""


class DatabaseUnavailableError(NewswireError):
    """The database can't be reached; the message names the connection. A retry is worth while."""


class MigrationError(NewswireError):
    """The schema can't be brought up to date without a person; the message names the migration."""


class TaskFailed(SystemExit):
    """Ends a task whose error is in its log already, without a stack trace; a retry may help."""


class TaskRefused(SystemExit):
    """The same where no retry helps: a person must act first."""


class DataCheckError(NewswireError):
    """A data check of severity 'stop' found rows; the message names the checks."""
