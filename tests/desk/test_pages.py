"""What the pages show, and what they don't do whatever they are asked."""

import os
import re
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from random import Random

import pytest
from fastapi.testclient import TestClient

from newswire.connections import connect
from newswire.desk.app import make_desk, refuse
from newswire.settings import SQL_DIR
from tests.desk.conftest import ATTACK, Desk, open_desk
from tests.fuzz.mutate import mutated, seeds
from tests.fuzz.targets import desk_address
from tests.report.conftest import NOON

PAGES = ("/", "/quotes", "/names", "/names?who=entities&days=364", "/corrections", "/sources")
NEXT = re.compile(r'rel="next" href="/newswire([^"]+)"')


class Elements(HTMLParser):
    """The elements of a page, each with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


def words_of(page: str) -> str:
    return " ".join(Elements(page).text.split())


def quotes_on(page: str) -> list[str]:
    """Return the words of the quotes on a page of the browser, each in its sentence."""
    return [words_of(quote) for quote in re.findall(r"<blockquote>(.*?)</blockquote>", page, re.DOTALL)]


def test_every_page_keeps_foreign_code_out(desk: Desk) -> None:
    for path in (
        *PAGES,
        *(f"/articles/{key}" for name, key in desk.keys.items() if name != "killed"),
        "/quotes?from=x",
    ):
        answer = desk.client.get("/newswire" + path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        for tag, attributes in Elements(answer.text).found:
            assert tag != "style"
            assert tag != "script" or attributes == {"src": "/newswire/static/desk.js"}
            assert not [name for name in attributes if name == "style" or name.startswith("on")]
            assert not re.match(r"\s*(javascript|data):", attributes.get("href") or "", re.IGNORECASE)


def test_hostile_texts_are_shown_as_they_are_written(desk: Desk) -> None:
    for path in ("/quotes", f"/articles/{desk.keys['hostile']}", "/names?until=2026-11-20"):
        page = desk.page(path)
        assert ATTACK not in page
        assert ATTACK in words_of(page), path
    article = words_of(desk.page(f"/articles/{desk.keys['hostile']}"))
    assert "javascript:alert(1)" in article  # the address of its page is there to read, and no link


@pytest.mark.parametrize(
    "path",
    [
        "/quotes?from=2026-02-30", "/quotes?to=yesterday", "/quotes?from=2026-11-20&to=2026-11-01",
        "/quotes?q=a%00b", "/quotes?q=" + "a" * 5000, "/quotes?kind=shouted", "/quotes?copies=2",
        "/quotes?before=1", "/quotes?before=999999999999999999.1", "/quotes?before=1.99999999999999999999",
        "/quotes?before=1.9223372036854775808", "/corrections?before=x.y", "/corrections?kind=%27;--",
        "/names?days=100000000", "/names?who=nobody", "/names?until=2026-1-1", "/names?label=x", "/articles/abc",
        "/articles/-1", "/articles/99999999999999999999", "/articles/1%00",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_in_words(desk: Desk, path: str) -> None:
    page = desk.page(path, status=400)
    assert "Something broke" not in page
    assert re.search(r'<section class="empty" role="alert">.*<p>\w+: ', page, re.DOTALL)


@pytest.mark.parametrize(
    "path",
    [
        "/quotes?q=%22", "/quotes?q=%27%3B+DROP+TABLE+x", "/quotes?q=((+%26+!!", "/quotes?q=%F0%9F%98%80",
        "/quotes?speaker=%25_%5C", "/quotes?about=%5C", "/quotes?source=%25", "/quotes?q=%FF%FE", "/quotes?q=-x+or",
        "/quotes?from=0001-01-01&to=9999-12-31", "/names?until=0001-01-01&days=364", "/names?until=9999-12-31",
        "/quotes?before=-99999999999999.1", "/quotes?q=&speaker=&from=&to=", "/corrections?source=none",
        "/quotes?q=%E2%80%AEabc", "/?x=1&x=2",
    ],
)  # fmt: skip
def test_odd_questions_have_an_answer(desk: Desk, path: str) -> None:
    desk.page(path)


def test_any_parameters_have_an_answer(desk: Desk) -> None:
    chance, known = Random(7), [*seeds(), b"2026-11-20\n1.5\nAda Brook\n-1\n99999999999999999999\n\x00"]
    for _ in range(150):
        address = desk_address(mutated(chance, known))
        assert desk.client.get(address).status_code in (200, 400, 404), address


def test_quotes_are_filtered(desk: Desk) -> None:
    opens, told = '"The tunnel opens in May," Ada Brook said.', '"We were told by Ada Brook," he said'
    assert quotes_on(desk.page("/quotes?q=tunnels"))[0] == opens  # in all forms of the word, each statement once
    assert len(quotes_on(desk.page("/quotes?q=tunnels"))) == 1
    assert len(quotes_on(desk.page("/quotes?q=tunnels&copies=all"))) == 2
    [found] = quotes_on(desk.page("/quotes?speaker=lind"))
    assert told in found
    assert quotes_on(desk.page("/quotes?about=ada+brook")) == [found]
    assert len(quotes_on(desk.page("/quotes?source=courier&copies=all"))) == 2
    assert quotes_on(desk.page("/quotes?from=2026-11-21")) == []
    assert len(quotes_on(desk.page("/quotes?to=2026-11-19"))) == 1
    assert quotes_on(desk.page("/quotes?kind=indirect")) == []
    assert quotes_on(desk.page("/quotes?speaker=%25")) == []
    assert "Nothing fits" in desk.page("/quotes?q=nowhere")


def test_a_quote_names_its_speaker_its_article_and_its_copies(desk: Desk) -> None:
    page = desk.page("/quotes?q=tunnels")
    assert '<span class="speaker" title="Ada Brook">Ada Brook</span>' in page
    assert f'href="/newswire/articles/{desk.keys["tunnel"]}#quote-' in page
    assert "In 1 copy too" in page
    assert f'href="/newswire/articles/{desk.keys["copy"]}#quote-' in page


def test_an_article_marks_what_was_found_in_it_where_marks_overlap_too(desk: Desk) -> None:
    page = desk.page(f"/articles/{desk.keys['tunnel']}")
    marked = re.search(r'<div class="body">(.*?)</div>', page, re.DOTALL)
    assert marked
    text = marked[1]
    assert '<a class="name name-places" href="/newswire/quotes?about=Lyra' in text
    both = re.search(r'<a class="said said-direct name name-places"[^>]*>The tunnel</a>', text)
    assert both, "the words that are in a quote and in a name carry both"
    assert '<span class="said said-direct"> opens in May</span>' in text
    assert "Talks began in Lyra." in words_of(text)
    assert f"/articles/{desk.keys['copy']}" in page


def test_an_article_shows_what_its_versions_changed(desk: Desk) -> None:
    page = desk.page(f"/articles/{desk.keys['flood']}")
    assert "At least <del>seven</del><ins>nine</ins> people died" in page
    assert "<del>Seven dead</del> <ins>Nine dead</ins>" in page
    change = desk.page("/corrections?kind=correction")
    assert "<del>seven</del><ins>nine</ins>" in change


def test_a_killed_story_is_gone_from_every_page(desk: Desk) -> None:
    gone = desk.page(f"/articles/{desk.keys['killed']}", status=404)
    assert "not shown" in gone
    for path in (*PAGES, "/quotes?q=secret"):
        assert "This is secret" not in desk.page(path), path
    assert "A story that is not shown" in desk.page("/corrections?kind=kill")


def test_today_says_what_needs_a_person(desk: Desk) -> None:
    with desk.wire.db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.check_result (run_id, name, severity, rule, row_count, failing_rows, checked_at) VALUES"
            " (%s, 'quote_within_body', 'stop', 'Quotes lie in the body.', 1, '[{\"quote_id\": 7}]', %s)"
            " ON CONFLICT DO NOTHING",
            (desk.wire.run_id, NOON),
        )
    desk.wire.db.commit()
    said = words_of(desk.page("/"))
    assert "1 of 1 data checks found something" in said
    assert '{"quote_id": 7}' in said
    assert "failed, 1 times in a row" in said
    assert "Articles read 6" in said
    assert "empty body 1" in said


def test_today_says_how_far_a_reprocessing_is(desk: Desk) -> None:
    assert "Being read again" not in desk.page("/")
    begun = datetime.now(UTC) - timedelta(minutes=10)
    with desk.wire.db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.run (dag_id, airflow_run_id, started_at) VALUES ('reprocess_articles', 'again', %s)"
            " RETURNING run_id",
            (begun,),
        )
        [run_id] = cursor.fetchone()
        cursor.execute(
            "INSERT INTO news.reprocess (run_id, from_stage, annotator_version, document_count)"
            " VALUES (%s, 'clean', 'newer', 40)",
            (run_id,),
        )
        cursor.execute(
            "INSERT INTO news.reprocess_document (run_id, raw_document_id, done_at)"
            " SELECT %s, n, CASE WHEN n <= 10 THEN %s END FROM generate_series(1, 40) AS n",
            (run_id, begun + timedelta(minutes=5)),
        )
    desk.wire.db.commit()
    said = words_of(desk.page("/"))
    with desk.wire.db.cursor() as cursor:
        cursor.execute("DELETE FROM news.run WHERE run_id = %s", (run_id,))
    desk.wire.db.commit()
    assert f"Run {run_id}, from clean on: 10 10 of 40 documents are read, 30 are left, about 15 min" in said


def test_speakers_and_names_are_counted_by_day(desk: Desk) -> None:
    page = desk.page("/names?until=2026-11-20&days=7")
    assert "20 Nov 2026: 1</title>" in page
    assert "Ada Brook" in page
    assert "Norvia Rail" in desk.page("/names?who=entities&until=2026-11-20&label=organisations")
    assert "Norvia Rail" not in desk.page("/names?who=entities&until=2026-11-20&label=people")
    nothing = desk.page("/names?until=2020-01-01")
    assert "until=2026-11-20" in nothing, "it says where there is something"


def test_sources_show_their_health(desk: Desk) -> None:
    said = words_of(desk.page("/sources"))
    assert "needs a person failed, 1 times in a row" in said
    assert "meridian" in said


def test_pages_of_quotes_neither_lose_nor_repeat_any_while_new_ones_come(desk: Desk) -> None:
    wire = desk.wire
    words = [f"Statement number {number}" for number in range(45)]
    body = "\n\n".join(f'"{said}," Cleo Marr said.' for said in words)
    long = wire.article("long", body=body, headline="Long", published_at=NOON - timedelta(days=3))
    for said in words:
        wire.quote(long, said, speaker="Cleo Marr")
    wire.db.commit()
    path, seen = "/quotes?speaker=cleo", []
    while path:
        page = desk.page(path)
        seen += re.findall(r"Statement number \d+(?=<)", page)
        late = wire.article(f"late{len(seen)}", body='"Late news," Cleo Marr said.', headline="Late")
        wire.quote(late, "Late news", speaker="Cleo Marr")
        wire.db.commit()
        following = NEXT.search(page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert sorted(seen) == sorted(words)


def test_an_empty_desk_says_what_to_do(database_dsn: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_DSN", database_dsn())
    client = open_desk()
    for path in PAGES:
        page = client.get("/newswire" + path)
        assert page.status_code == 200
        assert 'class="empty"' in page.text, path
    assert "make run" in client.get("/newswire/").text
    assert "sources.toml" in client.get("/newswire/sources").text


def test_a_database_that_is_not_ready_is_said_so(
    empty_database_dsn: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = open_desk()
    monkeypatch.setenv("NEWSWIRE_DSN", empty_database_dsn())
    answer = client.get("/newswire/quotes")
    assert (answer.status_code, "newswire migrate" in answer.text) == (503, True)
    monkeypatch.setenv("NEWSWIRE_DSN", "postgresql://desk:hidden-word@127.0.0.1:1/none")
    answer = client.get("/newswire/quotes")
    assert (answer.status_code, "hidden-word" in answer.text) == (503, False)


def test_a_question_that_takes_too_long_is_cut(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSWIRE_READER_TIMEOUT_S", "1")
    with closing(connect(os.environ["NEWSWIRE_DSN"])) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE news.quote")
        page = desk.page("/quotes", status=503)
    assert "fewer days" in page


def test_the_desk_asks_schema_report_alone() -> None:
    queries = [file.read_text(encoding="utf-8") for file in (SQL_DIR / "queries" / "desk").glob("*.sql")]
    assert len(queries) > 10
    assert [query for query in queries if re.search(r"\bnews\.|\bairflow\.", query) or "report." not in query] == []


def test_whoever_is_refused_sees_nothing() -> None:
    client = TestClient(make_desk(refuse))
    for path in ("/", "/quotes", "/articles/1", "/static/desk.css", "/docs", "/openapi.json", "/nowhere", "/a/b"):
        answer = client.get(path)
        assert answer.status_code == 503
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_unknown_addresses_and_files_are_not_there(desk: Desk) -> None:
    for path in ("/nowhere", "/static/nothing.css", "/static/..%2fapp.py", "/articles/1/2", "/docs", "/openapi.json"):
        desk.page(path, status=404)
    assert desk.client.post("/newswire/quotes").status_code == 405
    css = desk.client.get("/newswire/static/desk.css")
    assert css.headers["content-type"].startswith("text/css")
