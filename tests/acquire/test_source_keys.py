"""The keys of sources.toml that say how often, how much, how politely and under what rights."""

import re
from pathlib import Path

import pytest

from newswire.acquire.poll import register_sources
from newswire.acquire.sources import read_sources
from newswire.db import Database
from newswire.errors import SettingsError
from newswire.records import Source

FEED = '\n[[source]]\nname = "paper"\nkind = "feed"\nurl = "http://paper.example/rss"\n'


def read(tmp_path: Path, more: str = "", table: str = FEED) -> Source:
    (tmp_path / "sources.toml").write_text(table + more, encoding="utf-8")
    [source] = read_sources(tmp_path / "sources.toml")
    return source


def test_a_source_that_states_nothing_has_the_usual_bounds_and_no_expectation(tmp_path: Path) -> None:
    source = read(tmp_path)
    assert (source.floor_s, source.ceiling_s, source.min_delay_s, source.daily_cap) == (None, None, None, None)
    assert (source.expected_articles, source.tolerance, source.rights) == (None, None, None)


@pytest.mark.parametrize(
    ("stated", "bounds"),
    [
        ('"30m"', (1800, 1800)),
        ('"1 d"', (86_400, 86_400)),
        ('["5m", "6h"]', (300, 21_600)),
        ('["2h"]', (7200, 7200)),
    ],
)
def test_an_interval_is_fixed_or_has_a_floor_and_a_ceiling(
    tmp_path: Path, stated: str, bounds: tuple[int, int]
) -> None:
    source = read(tmp_path, f"interval = {stated}\n")
    assert (source.floor_s, source.ceiling_s) == bounds


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ('interval = "often"', "interval"),
        ("interval = 300", "interval"),
        ('interval = ["6h", "5m"]', "interval"),
        ('interval = "0m"', "interval"),
        ('interval = ["1m", "9999d"]', "interval"),
        ('interval = ["1m", "2m", "3m"]', "interval"),
        ("interval = []", "interval"),
        ("interval = [300, 600]", "interval"),
        ("rights = 3", "rights"),
        ('rights = " "', "rights"),
        ("expected_articles = 0", "expected_articles"),
        ("expected_articles = 2.5", "expected_articles"),
        ("expected_articles = true", "expected_articles"),
        ("tolerance = 0.2", "tolerance"),
        ("expected_articles = 5\ntolerance = -1", "tolerance"),
        ("expected_articles = 5\ntolerance = nan", "tolerance"),
        ('min_delay_s = "3"', "min_delay_s"),
        ("min_delay_s = inf", "min_delay_s"),
        ("min_delay_s = -1", "min_delay_s"),
        ("daily_cap = 0", "daily_cap"),
        ("daily_cap = 1.5", "daily_cap"),
        ("keep_days = 0", "keep_days"),
    ],
)
def test_a_wrong_value_is_refused_with_line_and_key(tmp_path: Path, more: str, key: str) -> None:
    with pytest.raises(SettingsError, match=rf"sources\.toml, line 2: {key}: wants"):
        read(tmp_path, more + "\n")


@pytest.mark.parametrize("key", ["min_delay_s", "daily_cap"])
def test_a_folder_has_no_server_to_spare(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingsError, match=f"line 1: {key}"):
        read(tmp_path, f"{key} = 2\n", '[[source]]\nname = "a"\nkind = "files"\nfolder = "x"\n')


FOLDER = '\n[[source]]\nname = "corpus"\nkind = "files"\nfolder = "x"\n'


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ('{ words = "t" }', "'words' is no field of an article; there are body, headline, "),
        ('{ text = "t", body = "b" }', "'body' states body a second time"),
        ("{ text = 3 }", "'text' wants the name of a column"),
        ('{ text = " " }', "'text' wants the name of a column"),
        ('"text"', "wants a table of texts"),
    ],
)
def test_wrong_columns_are_refused_with_line_and_reason(tmp_path: Path, stated: str, told: str) -> None:
    with pytest.raises(SettingsError, match=rf"sources\.toml, line 2: columns: {re.escape(told)}"):
        read(tmp_path, f"columns = {stated}\n", FOLDER)


def test_a_feed_has_no_columns(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="line 2: columns: a feed has none"):
        read(tmp_path, 'columns = { text = "t" }\n')


def test_stated_columns_are_kept_for_the_parser_and_follow_the_file(db: Database, tmp_path: Path) -> None:
    kept = []
    for more in ('columns = { text = "full_text", title = "HL" }\n', ""):
        register_sources(db, [read(tmp_path, more, FOLDER)])
        with db.cursor() as cursor:
            cursor.execute("SELECT columns FROM news.source")
            kept += cursor.fetchall()
    assert kept == [({"body": "full_text", "headline": "HL"},), ({},)]


def test_rights_and_expectations_are_kept_and_follow_the_file(db: Database, tmp_path: Path) -> None:
    stated = 'rights = "Headlines only; written permission for more"\nexpected_articles = 40\ntolerance = 0.25\n'
    stated += "keep_days = 90\n"
    kept = []
    for more in (stated, "expected_articles = 40\n", ""):
        register_sources(db, [read(tmp_path, more)])
        with db.cursor() as cursor:
            cursor.execute("SELECT rights, expected_articles, tolerance, keep_days FROM news.source")
            kept += cursor.fetchall()
    assert kept == [
        ("Headlines only; written permission for more", 40, 0.25, 90),
        (None, 40, 0.5, None),
        (None, None, None, None),
    ]
