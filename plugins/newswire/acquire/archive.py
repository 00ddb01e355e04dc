"""The raw archive: every fetched document as one gzip'd WARC 1.1 record (ISO 28500:2017), found by file and offset.

It is a folder, or a store that fsspec has an address for (``s3://bucket/prefix``, ``gs://``, ``memory://``, ...).
"""

import gzip
import io
import json
import logging
import os
import re
import secrets
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from newswire.errors import NewswireError, SettingsError

log = logging.getLogger(__name__)

MAX_FILE_BYTES = 1_000_000_000
PACK_LEVEL = 6  # of news pages: 40 % less time than level 9, for 0.7 % more bytes
SPOOL_BYTES = 8_000_000  # what waits for its upload is kept in memory up to this, then in a temporary file
READ_BYTES = 262_144  # asked of a store at a time: most records are smaller
NOTE_TYPE = "application/json; profile=newswire-note"
JOIN_TYPE = "application/json; profile=newswire-join"
CONTROL = re.compile(r"[\x00-\x20\x7f]")


class ArchiveError(NewswireError):
    """A record of the archive can't be read; the message names the file and the offset."""


class Archive:
    """A place of WARC files. Each writer has files of its own, so any number may write at once.

    A record is a whole gzip member: a killed writer leaves a torn last one, and all before it stay readable. ``sync``
    puts what was written where it lasts; call it before committing the rows that point here. A folder's file grows up
    to MAX_FILE_BYTES; the objects of a store can't grow, so there each ``sync`` ends one.
    """

    def __init__(self, place: Path | str) -> None:
        """Take a folder or an address of fsspec's. Raises SettingsError for an address that nothing here can read."""
        address = str(place)
        try:  # a path is no address, whatever characters it has
            self._store, self._root = url_to_fs(address if "://" in address else Path(address).absolute().as_uri())
        except (ImportError, ValueError, OSError) as error:
            raise SettingsError(f"the archive {place} can't be used: {error}") from error
        self._can_grow = isinstance(self._store, LocalFileSystem)
        self._file: IO[bytes] | None = None
        self._name = ""
        self._is_synced = True

    def write(
        self, url: str, data: bytes, *, at: datetime, http_status: int | None = None, media_type: str | None = None
    ) -> tuple[str, int]:
        """Append a record and return its file's name and its offset in bytes; no status is a document of a folder."""
        file = self._open(at)
        offset = file.tell()
        headers = None
        media_type = " ".join((media_type or "").split())  # a folded line or a blank at its end would not be read back
        if http_status is not None:
            headers = StatusAndHeaders(f"{http_status} -", [("Content-Type", media_type)], protocol="HTTP/1.1")
        self._is_synced = False
        _write_record(
            file,
            CONTROL.sub(lambda found: quote(found[0]), url),  # a line break in a file's name would begin a header
            "response" if headers else "resource",
            data,
            "" if headers else media_type or "application/octet-stream",
            at=at,
            headers=headers,
        )
        return self._name, offset

    def note(self, url: str, said: Mapping[str, Any], *, at: datetime) -> None:
        """Append a record (WARC's 'metadata') of what the database says of a document: the archive can tell it."""
        _write_json(self._open(at), "metadata", CONTROL.sub(lambda found: quote(found[0]), url), NOTE_TYPE, said, at=at)

    def notes(self) -> Iterator[dict[str, Any]]:
        """Yield every note, with the document's place of today; bytes come as hex, times as ISO 8601.

        A torn end ends its file only. What was joined to another file is read there, also before it is removed.
        """
        found: list[tuple[str, dict[str, Any]]] = []
        moved: dict[str, tuple[str, int]] = {}
        for name in sorted(self.sizes()):
            for kind, said, end in self._sayings(name):
                if kind == NOTE_TYPE:
                    found.append((name, said))
                else:
                    moved |= {part: (name, end + start) for part, start in said["starts"].items()}
        for name, note in found:
            if name in moved:
                continue
            file, offset = note["archive_file"], note["archive_offset"]
            while file in moved:  # a joined file may have been joined to another
                file, offset = moved[file][0], moved[file][1] + offset
            yield note | {"archive_file": file, "archive_offset": offset}

    def _sayings(self, name: str) -> Iterator[tuple[str, dict[str, Any], int]]:
        """Yield what the file says of documents and of files joined to it: its type, itself, where its record ends."""
        with self.open_file(name) as file:
            records = ArchiveIterator(file)
            try:
                for record in records:
                    if record.content_type in {NOTE_TYPE, JOIN_TYPE}:
                        said = json.loads(_read_whole(record))
                        yield record.content_type, said, records.get_record_offset() + records.get_record_length()
            except (ArchiveLoadFailed, EOFError, ValueError, zlib.error):
                log.warning("archive file %s is torn: what follows is not read", name)

    def read_join(self, name: str) -> dict[str, int]:
        """Return the files that were joined to this one, and where each begins in it. Raises ArchiveError."""
        for kind, said, end in self._sayings(name):
            if kind == JOIN_TYPE:
                return {part: end + start for part, start in said["starts"].items()}
        raise ArchiveError(f"archive file {name} does not say what it was joined from")

    def read(self, name: str, offset: int) -> bytes:
        """Return the document of one record, of a store no more than that part of its object. Raises ArchiveError."""
        try:
            with self._store.open(self._path(name), "rb", block_size=READ_BYTES) as file:
                file.seek(offset)
                for record in ArchiveIterator(file, check_digests="raise"):
                    return _read_whole(record)
        except OSError as error:
            raise ArchiveError(f"archive file {name}: {error.strerror or error}") from error
        except (ArchiveLoadFailed, EOFError, ValueError, zlib.error) as error:
            raise ArchiveError(f"archive file {name}: the record at {offset} is damaged") from error
        raise ArchiveError(f"archive file {name} has no record at {offset}")

    def sizes(self) -> dict[str, int]:
        """Return the bytes of each file of the archive, by name."""
        self._store.invalidate_cache()
        if not self._store.exists(self._root):
            return {}
        found = self._store.ls(self._root, detail=True)
        names = {entry["name"].rpartition("/")[2]: int(entry["size"]) for entry in found if entry["type"] == "file"}
        return {name: size for name, size in names.items() if name.endswith(".warc.gz")}

    def sync(self) -> None:
        """Put all written records where they last: on the disk, or as an object into the store."""
        if self._file is None:
            return
        if self._can_grow:
            if not self._is_synced:  # most polls write nothing
                self._file.flush()
                os.fsync(self._file.fileno())
                self._is_synced = True
            return
        with self._file as file:
            self._file = None
            self._upload(file, self._name)

    def close(self) -> None:
        """End the open file; the next write begins another."""
        self.sync()
        if self._file is not None:
            self._file.close()
            self._file = None

    def open_file(self, name: str) -> IO[bytes]:
        """Open a file of the archive for reading."""
        opened: IO[bytes] = self._store.open(self._path(name), "rb", block_size=READ_BYTES)
        return opened

    @contextmanager
    def create_file(self, name: str) -> Iterator[IO[bytes]]:
        """Let the block write a file that is there, and lasts, when the block has ended, or is not there at all.

        One process at a time does so: what a killed one left unfinished is removed.
        """
        if not self._can_grow:
            with tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES) as file:
                yield file
                self._upload(file, name)
            return
        unfinished = Path(self._path(f"{name}.part"))
        for left in unfinished.parent.glob("*.part"):
            left.unlink()
        with unfinished.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self._path(name))
        _sync_folder(unfinished.parent)

    def remove_file(self, name: str) -> None:
        """Remove a file of the archive."""
        self._store.rm_file(self._path(name))

    def _upload(self, file: IO[bytes], name: str) -> None:
        file.seek(0)
        with self._store.open(self._path(name), "wb") as object_:
            shutil.copyfileobj(file, object_)

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _open(self, at: datetime) -> IO[bytes]:
        if self._file is not None and self._file.tell() > MAX_FILE_BYTES:
            self.close()
        if self._file is None:
            self._name = f"newswire-{at:%Y%m%d%H%M%S}-{secrets.token_hex(4)}.warc.gz"
            self._file = self._begin()
        return self._file

    def _begin(self) -> IO[bytes]:
        if not self._can_grow:
            return tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)
        folder = Path(self._root)
        folder.mkdir(parents=True, exist_ok=True)
        file = (folder / self._name).open("xb")
        _sync_folder(folder)
        return file


def write_join_record(file: IO[bytes], name: str, starts: Mapping[str, int], *, at: datetime) -> None:
    """Write the first record of a file that others are joined to: where each starts, counted from that record's end."""
    _write_json(file, "warcinfo", f"file:{name}", JOIN_TYPE, {"starts": dict(starts)}, at=at)


def _write_json(
    file: IO[bytes], kind: str, uri: str, media_type: str, said: Mapping[str, Any], *, at: datetime
) -> None:
    data = json.dumps(dict(said), ensure_ascii=False, default=_as_json).encode("utf-8")
    _write_record(file, uri, kind, data, media_type, at=at)


def _write_record(
    file: IO[bytes],
    uri: str,
    kind: str,
    data: bytes,
    media_type: str,
    *,
    at: datetime,
    headers: StatusAndHeaders | None = None,
) -> None:
    """Append a record as a gzip member of its own, packed by us: warcio packs at level 9 only."""
    with gzip.GzipFile(filename="", mode="wb", compresslevel=PACK_LEVEL, fileobj=file, mtime=0) as member:
        writer = WARCWriter(member, gzip=False, warc_version="1.1")
        record = writer.create_warc_record(
            uri,
            kind,
            payload=io.BytesIO(data),
            length=len(data),
            http_headers=headers,
            warc_content_type=media_type,
            warc_headers_dict={"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")},
        )
        writer.write_record(record)


def _sync_folder(folder: Path) -> None:
    """Let new names last: they do when their folder is on the disk as well."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)


def _read_whole(record: ArcWarcRecord) -> bytes:
    """Return the document of a record; a torn one raises EOFError, as warcio itself just ends."""
    data = bytes(record.content_stream().read())
    size = int(record.rec_headers.get_header("Content-Length", "-1"))  # torn within its headers
    if record.http_headers is not None:
        size -= len(record.http_headers.to_bytes())
    if len(data) != size:
        raise EOFError
    return data


def _as_json(value: object) -> str:
    """Return bytes as hex and times in ISO 8601."""
    if isinstance(value, datetime):
        return value.isoformat()
    assert isinstance(value, bytes | memoryview), "what a row of ours holds"
    return bytes(value).hex()
