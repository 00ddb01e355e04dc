"""The whole path: the DAG through Airflow over the sample wire, by sockets and files, into the tables."""

import tomllib

import pytest

from tests.dags.conftest import SAMPLES

pytestmark = pytest.mark.airflow

LOGS = {"run", "run_count", "feed_poll"}


def test_more_than_forty_articles_reach_the_reports(ingested) -> None:
    assert ingested.rows("SELECT count(*) > 40 FROM report.article") == [(True,)]


def test_most_quotes_have_a_speaker(ingested) -> None:
    [(share,)] = ingested.rows("SELECT avg((speaker IS NOT NULL)::int) FROM report.quote")
    assert share > 0.7


def test_a_second_run_adds_no_row_and_says_so(ingested) -> None:
    added = {
        table: ingested.counts_after_second[table] - count
        for table, count in ingested.counts_after_first.items()
        if table not in LOGS and ingested.counts_after_second[table] != count
    }
    assert added == {}
    assert ingested.rows("SELECT rows_added FROM report.run_summary WHERE run_id = %s", ingested.second_run_id) == [
        (0,)
    ]


def test_the_summary_counts_what_is_in_the_tables(ingested) -> None:
    """The run adds its counts up as it goes; they must agree with the rows that it left."""
    tables = ingested.counts_after_first
    data = sum(count for table, count in tables.items() if table not in LOGS)
    [summary] = ingested.rows(
        "SELECT versions_added, articles_added, rejections_added, quotes_added, mentions_added, rows_added "
        "FROM report.run_summary WHERE run_id = %s",
        ingested.first_run_id,
    )
    assert summary == (
        tables["story_version"],
        tables["article"],
        tables["rejection"],
        tables["quote"],
        tables["mention"],
        data,
    )


def test_no_data_check_finds_anything(ingested) -> None:
    from contextlib import closing

    from newswire.connections import connect
    from newswire.report.checks import run_checks

    with closing(connect(ingested.dsn)) as db:
        assert {result.name: result.rows for result in run_checks(db) if result.rows} == {}


def sample_facts(kind: str) -> list[dict]:
    return tomllib.loads(SAMPLES.read_text(encoding="utf-8")).get(kind, [])
