"""The command line as a user meets it: shapes, exit statuses, one clear line for an error."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from newswire.cli import main
from newswire.connections import connect

REPOSITORY = Path(__file__).parents[1]
VERBS = ["parse", "clean", "dedupe", "annotate", "migrate", "sources", "run", "report", "status", "up", "down", "psql"]


class Said(NamedTuple):
    """What a command left, named as subprocess names it."""

    returncode: int | str
    stdout: str
    stderr: str


def newswire(*arguments: str | Path, said: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "newswire", *map(str, arguments)],
        input=said,
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "plugins"), **variables},
    )


@pytest.fixture
def annotate(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    """Return what `newswire annotate` does in this process, which has the model already: status, output, errors."""

    def call(*arguments: str | Path, said: str = "") -> Said:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(said.encode())))
        try:
            main(["annotate", *map(str, arguments)])
        except SystemExit as ended:
            return Said(ended.code or 0, *capsys.readouterr())
        return Said(0, *capsys.readouterr())

    return call


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert f"example: python -m newswire {verb}" in capsys.readouterr().out


def test_parse_prints_one_object_per_article_and_goes_on_after_a_bad_file(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text("Talks began.", encoding="utf-8")
    done = newswire("parse", tmp_path / "empty.txt", tmp_path / "missing.txt", tmp_path / "good.txt")
    empty, missing, good = rows(done.stdout)
    assert done.returncode == 1
    assert set(empty) == set(missing) == {"file", "error"}
    shape = (
        "file source_format guid version pubstatus signals embargoed_until published_at updated_at language headline "
        "slugline byline dateline section urgency subjects edition_note url body"
    )
    assert set(shape.split()) <= set(good)
    assert (good["source_format"], good["body"]) == ("text", "Talks began.")


def test_parse_reads_a_corpus_by_the_columns_that_are_stated(tmp_path: Path) -> None:
    (tmp_path / "corpus").write_text("hl;Full Text\nQuay shut;Talks began.\n", encoding="utf-8")
    [item] = rows(newswire("parse", "--columns", "text=full_text,title=hl", tmp_path / "corpus").stdout)
    assert (item["headline"], item["body"], item["source_format"]) == ("Quay shut", "Talks began.", "csv")


def test_clean_prints_body_and_furniture_with_offsets() -> None:
    text = "GENEVA, Dec 13 (Reuters) - Talks began.\n\n(Reporting by Ada Brenn; Editing by Lena Quist)"
    done = newswire("clean", said=json.dumps({"id": 7, "text": text}))
    [found] = rows(done.stdout)
    assert set(found) >= {"id", "body", "dateline", "byline", "furniture", "language", "is_degraded"}
    assert found["body"] == "Talks began."
    assert found["dateline"]["place"] == "GENEVA"
    assert all(text[f["start_char"] : f["end_char"]] == f["text"] for f in found["furniture"])


def test_dedupe_names_the_cluster_and_the_original() -> None:
    words = " ".join(f"word{n}" for n in range(80))
    articles = [{"id": "a", "title": "x", "text": words}, {"id": "b", "title": "y", "text": words.upper()}]
    done = newswire("dedupe", said="\n".join(map(json.dumps, articles)))
    first, second = rows(done.stdout)
    assert set(first) == {"id", "cluster_id", "duplicate_of", "relation", "similarity"}
    assert first["cluster_id"] == second["cluster_id"]
    assert (first["duplicate_of"], second["duplicate_of"]) == (None, "a")


def test_annotate_prints_entities_and_quotes() -> None:
    text = 'The talks are over. "We are done," Ada Brenn said in Geneva.'
    done = newswire("annotate", said=json.dumps({"id": 1, "text": text}))
    [found] = rows(done.stdout)
    assert done.returncode == 0
    [quote] = found["quotes"]
    assert set(quote) >= {"start_char", "end_char", "spans", "text", "kind", "cue", "speaker", "confidence"}
    assert quote["speaker"]["canonical"] == "Ada Brenn"
    assert {entity["canonical"] for entity in found["entities"]} >= {"Ada Brenn", "Geneva"}


def test_annotate_reads_a_plain_text_and_shows_who_said_what(tmp_path: Path, annotate: Callable[..., Said]) -> None:
    text = 'The talks are over. "We are done," Ada Brenn said in Geneva. <b>'
    (tmp_path / "story.txt").write_text(text, encoding="utf-8")
    shown = annotate("--show", tmp_path / "story.txt")
    assert shown.returncode == 0
    assert "story.txt" in shown.stdout
    assert "Ada Brenn │ direct" in shown.stdout
    page = annotate("--html", tmp_path / "story.txt")
    assert page.returncode == 0
    assert page.stdout.startswith("<!DOCTYPE html>")
    assert "&lt;b&gt;" in page.stdout
    assert "<b>" not in page.stdout


@pytest.mark.parametrize("verb", ["clean", "dedupe", "annotate"])
def test_a_bad_line_is_named_and_the_rest_is_done(verb: str, annotate: Callable[..., Said]) -> None:
    said = '{"id": 1}\nnot json\n{"id": 2, "text": "Talks began in the old town."}\n'
    done = annotate(said=said) if verb == "annotate" else newswire(verb, said=said)
    assert done.returncode == 1
    assert [row["id"] for row in rows(done.stdout)] == [2]
    assert "line 1" in done.stderr
    assert "line 2" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["parse"],
        ["parse", "--format", "smoke-signals", "x"],
        ["parse", "--columns", "words=t", "x"],
        ["parse", "--columns", "text", "x"],
        ["clean", "no/such/file"],
        ["run", "--path", "no/such/folder"],
        ["run", "--sources", "nobody"],
        ["run", "--from", "yesterday"],
    ],
)
def test_bad_use_is_one_line_and_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith("newswire")


def test_sources_are_listed_without_an_action_and_options_stand_anywhere() -> None:
    listed = newswire("sources", "list")
    assert listed.returncode == 0
    assert newswire("sources").stdout == listed.stdout
    for arguments in (["--allow-private", "http://127.0.0.1:9/"], ["http://127.0.0.1:9/", "--allow-private"]):
        assert "refused" in newswire("sources", "discover", *arguments).stderr


def test_a_wrong_sources_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('\n[[source]]\nname = "a"\nkind = "feed"\n', encoding="utf-8")
    done = newswire("sources", NEWSWIRE_SOURCES=str(tmp_path / "sources.toml"))
    assert done.returncode == 2
    assert "sources.toml, line 2: url" in done.stderr


def test_a_database_that_is_down_is_one_line_without_the_password() -> None:
    done = newswire("status", NEWSWIRE_DSN="postgresql://someone:secret@127.0.0.1:9/newswire")
    assert done.returncode == 1
    assert "newswire_db" in done.stderr
    assert "secret" not in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_report_and_status_work_on_the_users_own_server(empty_database_dsn: Any) -> None:
    dsn = empty_database_dsn()
    assert "applied 0001_news" in newswire("migrate", NEWSWIRE_DSN=dsn).stdout
    assert newswire("migrate", NEWSWIRE_DSN=dsn).stdout.strip() == "up to date"
    done = newswire("report", "article", "--format", "csv", NEWSWIRE_DSN=dsn)
    assert done.returncode == 0
    assert "guid" in done.stdout
    assert newswire("report", "nonsense", NEWSWIRE_DSN=dsn).returncode == 2
    well = newswire("status", "--json", NEWSWIRE_DSN=dsn)
    assert (well.returncode, json.loads(well.stdout)["needs_attention"]) == (0, [])
    with closing(connect(dsn)) as db, db, db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.alert (kind, subject, detail, opened_at, last_seen_at)"
            " VALUES ('run_slow', 'ingest_wire', 'it hangs', now(), now())"
        )
    for options in ((), ("--json",)):
        told = newswire("status", *options, NEWSWIRE_DSN=dsn)
        assert told.returncode == 1, "something needs a person"
        assert "run slow: ingest_wire: it hangs" in told.stdout
    assert newswire("psql", "--", "-At", "-c", "SELECT count(*) FROM report.article", NEWSWIRE_DSN=dsn).stdout == "0\n"
