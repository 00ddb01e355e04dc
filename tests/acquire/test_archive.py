"""The archive of raw documents: what was written is read again, byte for byte, whoever writes beside."""

import random
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from newswire.acquire import archive as archive_module
from newswire.acquire.archive import Archive, ArchiveError
from newswire.errors import SettingsError
from tests.acquire.stores import Bucket, open_bucket

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
RECORD_COUNT = 40


@settings(max_examples=60, deadline=None)
@given(
    data=st.binary(max_size=500),
    url=st.text(st.characters(codec="utf-8"), min_size=1, max_size=60),
    http_status=st.sampled_from([None, 200, 404, 410]),
    media_type=st.sampled_from(
        [None, "", " ", "text/html; charset=utf-8", "text/html ", "text/html;\r\n charset=utf-8"]
    )
    | st.text(max_size=20),
)
def test_any_bytes_under_any_address_are_read_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, url: str, http_status: int | None, media_type: str | None
) -> None:
    with closing(Archive(tmp_path_factory.mktemp("archive"))) as archive:
        url = url if http_status is None else "http://a.example/" + url
        before = archive.write("http://a.example/", b"before", at=NOW, http_status=200)
        place = archive.write(url, data, at=NOW, http_status=http_status, media_type=media_type)
        after = archive.write("file:after", b"after", at=NOW)
        archive.sync()
        assert [archive.read(*found) for found in (before, place, after)] == [b"before", data, b"after"]


def test_two_writers_at_once_disturb_neither(tmp_path: Path) -> None:
    places: dict[tuple[str, int], bytes] = {}

    def write(name: str) -> None:
        with closing(Archive(tmp_path)) as archive:
            for number in range(RECORD_COUNT):
                data = f"{name} {number} ".encode() * 500
                places[archive.write(f"file:{name}-{number}", data, at=NOW)] = data

    threads = [threading.Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(places) == 2 * RECORD_COUNT
    assert len({name for name, _offset in places}) == 2
    assert all(Archive(tmp_path).read(*place) == data for place, data in places.items())


def test_a_full_file_is_followed_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_FILE_BYTES", 1000)
    with closing(Archive(tmp_path)) as archive:
        places = [archive.write("file:a", bytes([n]) * 700, at=NOW) for n in range(9)]
    assert len({name for name, _offset in places}) > 1
    assert [Archive(tmp_path).read(*place)[:1] for place in places] == [bytes([n]) for n in range(9)]


def test_the_file_is_one_that_other_tools_read(tmp_path: Path) -> None:
    at = datetime(2026, 11, 20, 7, tzinfo=timezone(timedelta(hours=1)))
    with closing(Archive(tmp_path)) as archive:
        name, _ = archive.write("http://a.example/1", b"page", at=at, http_status=404, media_type="text/html")
        archive.write("file:b c.txt", b"file", at=at)
    with (tmp_path / name).open("rb") as file:
        found = [
            (record.rec_type, record.rec_headers["WARC-Target-URI"], record.content_stream().read())
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert found == [("response", "http://a.example/1", b"page"), ("resource", "file:b%20c.txt", b"file")]
    with (tmp_path / name).open("rb") as file:
        first = next(iter(ArchiveIterator(file)))
        assert first.rec_headers["WARC-Date"] == "2026-11-20T06:00:00.000000Z"
        assert first.http_headers["Content-Type"] == "text/html"
        assert first.http_headers.get_statuscode() == "404"


def test_a_place_that_is_none_is_an_error_that_names_it(tmp_path: Path) -> None:
    with closing(Archive(tmp_path)) as archive:
        name, offset = archive.write("file:a", b"data", at=NOW)
    with pytest.raises(ArchiveError, match=r"gone\.warc\.gz: No such file"):
        archive.read("gone.warc.gz", 0)
    for wrong in (offset + 5, 10**9):
        with pytest.raises(ArchiveError, match=f"{wrong}"):
            archive.read(name, wrong)


@pytest.fixture
def bucket() -> str:
    return open_bucket()


def test_in_a_store_each_sync_is_an_object_and_nothing_is_there_before(bucket: str) -> None:
    with closing(Archive(bucket)) as archive:
        archive.sync()
        one = [archive.write(f"file:{n}", bytes([n]) * 900, at=NOW) for n in range(3)]
        assert Bucket.objects == {}
        archive.sync()
        archive.sync()
        two = archive.write("file:3", bytes([3]) * 900, at=NOW)
    assert len({name for name, _offset in one}) == 1
    assert [f"wire/raw/{name}" for name in (one[0][0], two[0])] == list(Bucket.objects)
    assert [Archive(bucket).read(*place)[:1] for place in (*one, two)] == [bytes([n]) for n in range(4)]


def test_a_record_of_a_store_is_read_without_the_rest_of_its_object(bucket: str) -> None:
    with closing(Archive(bucket)) as archive:
        noise = [random.Random(n).randbytes(100_000) for n in range(40)]
        places = [archive.write(f"file:{n}", data, at=NOW) for n, data in enumerate(noise)]
    assert archive.read(*places[20]) == noise[20]
    assert sum(Bucket.fetched) < len(Bucket.objects[f"wire/raw/{places[0][0]}"]) / 4


def test_a_store_that_takes_nothing_fails_before_a_row_can_point_there(bucket: str) -> None:
    archive = Archive(bucket)
    name, offset = archive.write("file:a", b"a" * 900, at=NOW)
    Bucket.is_full = True
    with pytest.raises(OSError, match="full"):
        archive.sync()
    with pytest.raises(ArchiveError, match="No such object"):
        archive.read(name, offset)
    Bucket.is_full = False
    again = archive.write("file:a", b"a" * 900, at=NOW)
    archive.close()
    assert archive.read(*again) == b"a" * 900


@pytest.mark.parametrize("form", ["folder", "a::b #1", "file://", "memory://"])
def test_any_form_of_address_will_do(tmp_path: Path, form: str) -> None:
    place = {"file://": f"file://{tmp_path}/a", "memory://": f"memory://{tmp_path.name}"}.get(form, tmp_path / form)
    with closing(Archive(place)) as archive:
        kept = archive.write("file:a", b"all of it", at=NOW)
    assert Archive(place).read(*kept) == b"all of it"
    if form != "memory://":
        assert len(list(tmp_path.glob("*/*.warc.gz"))) == 1


@pytest.mark.parametrize("address", ["nowhere://bucket", "s3//bucket://"])
def test_an_address_that_nothing_can_read_is_told(address: str) -> None:
    with pytest.raises(SettingsError, match=address):
        Archive(address)
