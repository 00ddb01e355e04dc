"""The raw archive: every fetched document as one gzip'd WARC 1.1 record (ISO 28500:2017), found by file and offset."""

import io
import os
import re
import secrets
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newswire.errors import NewswireError

MAX_FILE_BYTES = 1_000_000_000
CONTROL = re.compile(r"[\x00-\x20\x7f]")


class ArchiveError(NewswireError):
    """A record of the archive can't be read; the message names the file and the offset."""


class Archive:
    """A folder of WARC files. Each writer has files of its own, so any number may write at once.

    A record is a whole gzip member: a killed writer leaves a torn last one, and all before it stay readable. ``sync``
    puts what was written on the disk; call it before committing the rows that point here.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: BinaryIO | None = None

    def write(
        self, url: str, data: bytes, *, at: datetime, http_status: int | None = None, media_type: str | None = None
    ) -> tuple[str, int]:
        """Append a record and return its file's name and its offset in bytes; no status is a document of a folder."""
        file = self._open(at)
        offset = file.tell()
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        headers = None
        media_type = " ".join((media_type or "").split())  # a folded line or a blank at its end would not be read back
        if http_status is not None:
            headers = StatusAndHeaders(f"{http_status} -", [("Content-Type", media_type)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            CONTROL.sub(lambda found: quote(found[0]), url),  # a line break in a file's name would begin a header
            "response" if headers else "resource",
            payload=io.BytesIO(data),
            length=len(data),
            http_headers=headers,
            warc_content_type="" if headers else media_type or "application/octet-stream",
            warc_headers_dict={"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")},
        )
        writer.write_record(record)
        return Path(file.name).name, offset

    def read(self, name: str, offset: int) -> bytes:
        """Return the document of one record. Raises ArchiveError."""
        try:
            with (self.folder / name).open("rb") as file:
                file.seek(offset)
                for record in ArchiveIterator(file, check_digests="raise"):
                    return _read_whole(record)
        except OSError as error:
            raise ArchiveError(f"archive file {name}: {error.strerror or error}") from error
        except (ArchiveLoadFailed, EOFError, zlib.error) as error:
            raise ArchiveError(f"archive file {name}: the record at {offset} is damaged") from error
        raise ArchiveError(f"archive file {name} has no record at {offset}")

    def sync(self) -> None:
        """Put all written records on the disk."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the open file; the next write begins another."""
        if self._file is not None:
            self.sync()
            self._file.close()
            self._file = None

    def _open(self, at: datetime) -> BinaryIO:
        if self._file is not None and self._file.tell() > MAX_FILE_BYTES:
            self.close()
        if self._file is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = f"newswire-{at:%Y%m%d%H%M%S}-{secrets.token_hex(4)}.warc.gz"
            self._file = (self.folder / name).open("xb")
        return self._file


def _read_whole(record: ArcWarcRecord) -> bytes:
    """Return the document of a record; a torn one raises EOFError, as warcio itself just ends."""
    data = bytes(record.content_stream().read())
    size = int(record.rec_headers.get_header("Content-Length", "-1"))  # torn within its headers
    if record.http_headers is not None:
        size -= len(record.http_headers.to_bytes())
    if len(data) != size:
        raise EOFError
    return data
