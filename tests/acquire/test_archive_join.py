"""Small files of the archive are joined: every document and every note is read as before, and torn files stay alone."""

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from newswire.acquire import archive_join
from newswire.acquire.archive import Archive
from newswire.acquire.archive_join import choose_files, find_joined, holds_all, remove_replaced, write_joined
from tests.acquire.stores import open_bucket

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
WEEK = timedelta(weeks=1)
Places = dict[tuple[str, int], bytes]


def fill(archive_place: str, files: int, at: datetime = NOW) -> Places:
    """Write so many files of two documents each, with a note beside each document."""
    places: Places = {}
    for number in range(files):
        with closing(Archive(archive_place)) as archive:
            for part in range(2):
                data = f"document {part} of file {number} ".encode() * (number + 1)
                file, offset = archive.write(f"file:{number}-{part}", data, at=at)
                places[file, offset] = data
                said = {"text": data.decode(), "archive_file": file, "archive_offset": offset}
                archive.note(f"file:{number}-{part}", said, at=at)
            archive.sync()
    return places


def noted(archive: Archive) -> list[str]:
    """Return what the notes say, each read at the place that it names."""
    notes = list(archive.notes())
    for note in notes:
        assert archive.read(note["archive_file"], note["archive_offset"]) == note["text"].encode()
    return sorted(note["text"] for note in notes)


@pytest.fixture(params=["folder", "store"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An archive in a folder, and one in a store."""
    return str(tmp_path) if request.param == "folder" else open_bucket()


def test_documents_and_notes_are_read_as_before(place: str) -> None:
    places = fill(place, 10)
    archive = Archive(place)
    before = noted(archive)
    [names] = choose_files(archive, NOW + WEEK)
    assert len(names) == 10
    joined = write_joined(archive, names, NOW + WEEK)
    assert holds_all(archive, joined)
    assert noted(archive) == before, "a note is one, though it is there twice now"
    assert list(choose_files(archive, NOW + WEEK)) == [], "what is joined is not joined again"
    assert [found.begins for found in find_joined(archive)] == [joined.begins]
    assert remove_replaced(archive, joined, NOW + WEEK) == 0, "who has an old place in hand still finds it"
    assert remove_replaced(archive, joined, NOW + 2 * WEEK) == 10
    assert list(archive.sizes()) == [joined.name]
    assert list(find_joined(archive)) == []
    for (file, offset), data in places.items():
        assert archive.read(joined.name, joined.begins[file] + offset) == data
    assert noted(archive) == before


def test_joined_files_are_joined_again(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(place, 8)
    archive = Archive(place)
    for weeks in (1, 2):
        [names] = choose_files(archive, NOW + weeks * WEEK)
        joined = write_joined(archive, names, NOW + weeks * WEEK)
        assert remove_replaced(archive, joined, NOW + (weeks + 1) * WEEK) == 8
        fill(place, 7, at=NOW + (weeks - 0.5) * WEEK)
    assert len(noted(archive)) == 2 * (8 + 7 + 7)


def test_the_joined_file_is_one_that_other_tools_read(tmp_path: Path) -> None:
    fill(str(tmp_path), 8)
    archive = Archive(tmp_path)
    joined = write_joined(archive, sorted(archive.sizes()), NOW)
    with (tmp_path / joined.name).open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert kinds == ["warcinfo"] + ["resource", "metadata"] * 16


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-5], lambda data: data + data[:100], lambda data: data[:60] + b"\0" + data[61:]]
)
def test_a_torn_file_and_a_young_one_and_one_of_others_stay_alone(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    fill(str(tmp_path), 9)
    torn = sorted(tmp_path.iterdir())[4]
    torn.write_bytes(damage(torn.read_bytes()))
    (tmp_path / "of-somebody.warc.gz").write_bytes(b"")
    fill(str(tmp_path), 1, at=NOW + WEEK)
    [names] = choose_files(Archive(tmp_path), NOW + WEEK)
    assert names == sorted(path.name for path in tmp_path.glob("newswire-20261120*") if path != torn)


def test_few_files_and_large_ones_are_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(str(tmp_path), 7)
    archive = Archive(tmp_path)
    assert list(choose_files(archive, NOW + WEEK)) == []
    fill(str(tmp_path), 17)
    monkeypatch.setattr(archive_join, "MAX_FILE_BYTES", sum(archive.sizes().values()) // 2)
    groups = list(choose_files(archive, NOW + WEEK))
    assert len(groups) == 2, "a joined file has a bound as well"
    assert all(sum(archive.sizes()[name] for name in names) <= archive_join.MAX_FILE_BYTES for names in groups)
    assert len({name for names in groups for name in names}) == sum(len(names) for names in groups)
    monkeypatch.setattr(archive_join, "SMALL_FILE_BYTES", 100)
    assert list(choose_files(archive, NOW + WEEK)) == []


def test_a_file_that_cannot_be_written_whole_is_not_there(place: str) -> None:
    fill(place, 8)
    archive = Archive(place)
    before = archive.sizes()
    names = [*sorted(before), "newswire-20261120060000-00000000.warc.gz"]
    with pytest.raises(KeyError):
        write_joined(archive, names, NOW)
    with pytest.raises(OSError, match="the disk is full"), archive.create_file("newswire-joined.warc.gz") as file:
        file.write(b"a part")
        raise OSError("the disk is full")
    assert archive.sizes() == before
