"""Join small files of the archive: each poll with something new begins one, and a year of them would be thousands.

A WARC file is a row of gzip members, each a record. So files are joined as they are, one after the other, behind a
first record (WARC's 'warcinfo') that says which file begins where: a document's place is its old offset after the begin
of its file, and the notes beside documents, which keep old places, stay true by it (``Archive.notes``).
"""

import re
import secrets
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import IO

from newswire.acquire.archive import MAX_FILE_BYTES, Archive, write_join_record

SMALL_FILE_BYTES = 100_000_000  # larger ones are few enough
FEWEST_FILES = 8  # below that nothing is gained that is worth the copying
CHUNK_BYTES = 1_000_000
# No task writes or reads for so long: their timeout is 3 hours. A file older than this has lost its writer, and who
# still has a document's old place in hand finds the old file, which is removed no earlier than that.
SETTLED = timedelta(days=1)
NAME = re.compile(r"newswire-(?P<joined>joined-)?(?P<began>\d{14})-[0-9a-f]{8}\.warc\.gz")


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedFile:
    """A file that others were joined to, and where each of them begins in it, in bytes."""

    name: str
    begins: Mapping[str, int]


def find_joined(archive: Archive) -> Iterator[JoinedFile]:
    """Yield the joined files beside which some of the files that they hold are still there."""
    there = archive.sizes()
    for name in sorted(there):
        found = NAME.fullmatch(name)
        if found and found["joined"]:
            begins = {part: begin for part, begin in archive.read_join(name).items() if part in there}
            if begins:
                yield JoinedFile(name=name, begins=begins)


def choose_files(archive: Archive, now: datetime) -> Iterator[list[str]]:
    """Yield groups of settled small files to be joined: whole ones only, a torn one is left as it is."""
    replaced = {name for joined in find_joined(archive) for name in joined.begins}
    group: list[str] = []
    total = 0
    for name, size in sorted(archive.sizes().items()):
        if size > SMALL_FILE_BYTES or not _is_settled(name, now) or name in replaced or not _is_whole(archive, name):
            continue
        if total + size > MAX_FILE_BYTES and len(group) >= FEWEST_FILES:
            yield group
            group, total = [], 0
        group.append(name)
        total += size
    if len(group) >= FEWEST_FILES:
        yield group


def write_joined(archive: Archive, names: list[str], now: datetime) -> JoinedFile:
    """Write one file of these and return it; it is there whole or not at all, and nothing else is changed."""
    sizes = archive.sizes()
    joined = f"newswire-joined-{now.astimezone(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(4)}.warc.gz"
    starts, total = {}, 0
    for name in names:
        starts[name], total = total, total + sizes[name]
    with archive.create_file(joined) as file:
        write_join_record(file, joined, starts, at=now)
        first = file.tell()
        for name in names:
            with archive.open_file(name) as part:
                for chunk in _chunks(part, sizes[name]):
                    file.write(chunk)
    return JoinedFile(name=joined, begins={name: first + start for name, start in starts.items()})


def holds_all(archive: Archive, joined: JoinedFile) -> bool:
    """Return whether the joined file has the bytes of the files that it was made of: they are read and compared."""
    sizes = archive.sizes()
    with archive.open_file(joined.name) as whole:
        for name, begin in joined.begins.items():
            whole.seek(begin)
            with archive.open_file(name) as part:
                for chunk in _chunks(part, sizes[name]):
                    if whole.read(len(chunk)) != chunk:
                        return False
    return True


def remove_replaced(archive: Archive, joined: JoinedFile, now: datetime) -> int:
    """Remove the files that a joined file replaces, once that has settled; call it when no row points to them."""
    if not _is_settled(joined.name, now):
        return 0
    for name in joined.begins:
        with suppress(FileNotFoundError):
            archive.remove_file(name)
    return len(joined.begins)


def _is_settled(name: str, now: datetime) -> bool:
    found = NAME.fullmatch(name)
    if found is None:  # not of our making
        return False
    return datetime.strptime(found["began"], "%Y%m%d%H%M%S").replace(tzinfo=UTC) <= now - SETTLED


def _is_whole(archive: Archive, name: str) -> bool:
    """Return whether the file is whole gzip members to its end; their checksums are compared."""
    member, is_begun = zlib.decompressobj(wbits=31), False
    with archive.open_file(name) as file:
        while chunk := file.read(CHUNK_BYTES):
            while chunk:
                is_begun = True
                try:
                    member.decompress(chunk)
                except zlib.error:
                    return False
                if not member.eof:
                    break
                chunk, member, is_begun = member.unused_data, zlib.decompressobj(wbits=31), False
    return not is_begun


def _chunks(file: IO[bytes], byte_count: int) -> Iterator[bytes]:
    while byte_count and (chunk := file.read(min(CHUNK_BYTES, byte_count))):
        byte_count -= len(chunk)
        yield chunk
