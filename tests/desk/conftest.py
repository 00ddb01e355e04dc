"""The desk over a small wire that is in the database for good: it opens connections of its own, as the reader."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from newswire.connections import connect
from newswire.desk.app import make_desk
from tests.report.conftest import NOON, Wire

ATTACK = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
BODY = (
    'Talks began in Lyra. "The tunnel opens in May," Ada Brook said. She runs Norvia Rail.\n\n'
    'Bo Lind said the tunnel was late. "We were told by Ada Brook," he said, "and by nobody else."'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A running desk, the wire that it shows, and keys of articles on it by name."""

    client: TestClient
    wire: Wire
    keys: dict[str, int]

    def page(self, path: str, status: int = 200) -> str:
        """Return the page at an address below the desk's own."""
        answer = self.client.get("/newswire" + path)
        assert answer.status_code == status, answer.text
        return answer.text


def open_desk(raise_server_exceptions: bool = True) -> TestClient:
    """Return a client of the desk, mounted as Airflow does it, with everybody let in."""
    airflow = FastAPI()
    airflow.mount("/newswire", make_desk(lambda: None))
    return TestClient(airflow, raise_server_exceptions=raise_server_exceptions)


def fill(wire: Wire) -> dict[str, int]:
    """Put a small wire into the database and return the keys of its articles."""
    wire.poll("meridian", "new", new_count=3)
    wire.poll("courier", "failed", detail="no feed: " + ATTACK)
    keys = {"tunnel": wire.article("tunnel", body=BODY, headline="Tunnel late")}
    annotate_tunnel(wire, keys["tunnel"])
    keys["copy"] = wire.article("copy", body=BODY, headline="Tunnel is late", source="courier",
                                published_at=NOON + timedelta(hours=2))  # fmt: skip
    annotate_tunnel(wire, keys["copy"])
    wire.copy(keys["copy"], keys["tunnel"])
    wire.version("flood", version=3, body="At least seven people died in Lyra, officials said.", headline="Seven dead")
    _, keys["flood"] = wire.version("flood", version=9, body="At least nine people died in Lyra, officials said.",
                                    headline="Nine dead")  # fmt: skip
    wire.one("UPDATE news.story_version SET signals = '{correction}' WHERE version = 9 RETURNING 1")
    keys["killed"] = wire.article("killed", body='"This is secret," Ada Brook said.', headline="Secret")
    wire.quote(keys["killed"], "This is secret")
    wire.version("killed", version=2, pubstatus="canceled")
    keys["hostile"] = add_hostile_article(wire)
    wire.reject("meridian", "a", "empty_body", "nothing")
    wire.count("articles_read", 6)
    wire.refresh()
    wire.db.commit()
    return keys


def add_hostile_article(wire: Wire) -> int:
    """Add an article with script wherever a publisher can put text, and return its key."""
    attack = f'"Open the gates {ATTACK}," {ATTACK} said.\n\n\u202eevil {ATTACK}'
    article_id = wire.article("hostile", headline=ATTACK, body=attack, published_at=NOON - timedelta(days=1))
    wire.quote(article_id, f"Open the gates {ATTACK}", speaker=ATTACK)
    wire.mention(article_id, ATTACK)
    wire.contributor(article_id, ATTACK)
    wire.one("UPDATE news.story_version SET url = 'javascript:alert(1)', byline = %s, edition_note = %s"
             " WHERE headline = %s RETURNING 1", ATTACK, ATTACK, ATTACK)  # fmt: skip
    return article_id


def annotate_tunnel(wire: Wire, article_id: int) -> None:
    """Add two quotes, one of them with names in it, and names across the edge of a quote."""
    wire.quote(article_id, "The tunnel opens in May")
    named = wire.quote(article_id, "We were told by Ada Brook", speaker="Bo Lind")
    mention = wire.mention(article_id, "Ada Brook")
    wire.mention(article_id, "Norvia Rail", label="ORG")
    wire.mention(article_id, 'Lyra. "The tunnel', label="GPE")
    wire.one(
        "INSERT INTO news.quote_mention (article_id, quote_id, mention_id) VALUES (%s, %s, %s) RETURNING quote_id",
        article_id, named, mention,
    )  # fmt: skip


@pytest.fixture(scope="session")
def desk(database_dsn: Callable[[], str]) -> Iterator[Desk]:
    """The desk over the small wire."""
    dsn = database_dsn()
    with pytest.MonkeyPatch.context() as patch, closing(connect(dsn)) as db:
        patch.delenv("NEWSWIRE_READER_DSN", raising=False)
        patch.setenv("NEWSWIRE_DSN", dsn)
        patch.setenv("NEWSWIRE_READER_TIMEOUT_S", "5")
        wire = Wire(db, 0)
        wire.run_id = wire.one(
            "INSERT INTO news.run (airflow_run_id, started_at, finished_at) VALUES ('by hand', %s, %s)"
            " RETURNING run_id",
            NOON, NOON + timedelta(minutes=3),
        )  # fmt: skip
        keys = fill(wire)
        yield Desk(client=open_desk(), wire=wire, keys=keys)
