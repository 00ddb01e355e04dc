"""Score the clusters of wire articles with known ones: `python -m tests.eval.dedupe [--quick]`.

Three ways that must agree: all at once; shuffled; shuffled, in batches of 100, against Postgres (left out by --quick).
Then, by kind of variant, how many articles are in their cluster, and by kind of negative, how many are in a wrong one.
"""

import argparse
import gzip
import json
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newswire.clean.duplicates import find_clusters
from newswire.clusters import assign_clusters
from newswire.connections import connect
from newswire.db import Database
from newswire.load.versions import StagedVersion, add_versions
from newswire.migrate import migrate
from newswire.records import CleanText, ParsedItem, SourceFormat
from newswire.server import EmbeddedServer
from tests.eval.data import eval_folder

BATCH = 100
NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)


def main() -> int:
    """Print the scores; exit status 1 where the material is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="leave Postgres out")
    options = parser.parse_args()
    path = eval_folder() / "neardup" / "neardup.jsonl.gz"
    if not path.is_file():
        print(f"no test material at {path}: set NEWSWIRE_EVAL_DATA")
        return 1
    articles = read_articles(path)
    shuffled = random.Random(7).sample(articles, len(articles))
    print(f"{'articles in clusters':28}{'articles':>9}{'pair F1':>9}{'ARI':>8}")
    found = clusters_at_once(articles)
    print_scores("at once", articles, found)
    print_scores("shuffled", articles, clusters_at_once(shuffled))
    if not options.quick:
        print_scores(f"Postgres, batches of {BATCH}", articles, clusters_in_database(shuffled))
    print()
    for kind, in_cluster, in_wrong, total in by_kind(articles, found):
        print(f"    {kind:24}{total:6} articles, {in_cluster:6} in their cluster, {in_wrong:4} in a mixed one")
    return 0


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Return the articles with their true "cluster" and "kind"."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def clusters_at_once(articles: Sequence[Mapping[str, Any]]) -> dict[str, Hashable]:
    """Return each article's cluster as the command line finds it."""
    asked = ({key: article[key] for key in ("id", "title", "text")} for article in articles)
    return {row["id"]: row["cluster_id"] for row in find_clusters(asked)}


def clusters_in_database(articles: Sequence[Mapping[str, Any]]) -> dict[str, Hashable]:
    """Return each article's cluster as the database has it after all batches; no article has a time, as above."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "postgres") as dsn:
        migrate(dsn)
        with closing(connect(dsn)) as db:
            ids = add_document(db)
            for start in range(0, len(articles), BATCH):
                add_articles(db, articles[start : start + BATCH], ids)
                with db.cursor() as cursor:
                    cursor.execute(
                        "SELECT article_id FROM news.article AS article WHERE NOT EXISTS"
                        " (SELECT FROM news.cluster_member AS member WHERE member.article_id = article.article_id)"
                    )
                    new = [row[0] for row in cursor.fetchall()]
                assign_clusters(db, new)
                db.commit()
            with db.cursor() as cursor:
                cursor.execute(
                    "SELECT guid, cluster_id FROM news.cluster_member JOIN news.article USING (article_id)"
                    " JOIN news.story_version USING (story_version_id) JOIN news.story USING (story_id)"
                )
                return dict(cursor.fetchall())


def add_document(db: Database) -> dict[str, int]:
    """Add the source, run and document that articles need, and return their ids by column."""
    with db.cursor() as cursor:
        cursor.execute(
            "INSERT INTO news.source (name, kind, location, timezone, is_enabled)"
            " VALUES ('desk', 'files', '/desk', 'UTC', TRUE) RETURNING source_id"
        )
        (source_id,) = cursor.fetchone() or (0,)
        cursor.execute("INSERT INTO news.run (airflow_run_id, started_at) VALUES ('e', %s) RETURNING run_id", (NOW,))
        (run_id,) = cursor.fetchone() or (0,)
        cursor.execute(
            "INSERT INTO news.raw_document (source_id, run_id, url, url_key, sha256, byte_count, fetched_at,"
            " archive_file, archive_offset) VALUES (%s, %s, 'file:a', 'file:a', sha256('a'), 1, %s, 'a', 0)"
            " RETURNING raw_document_id",
            (source_id, run_id, NOW),
        )
        (raw_document_id,) = cursor.fetchone() or (0,)
    return {"source_id": source_id, "run_id": run_id, "raw_document_id": raw_document_id}


def add_articles(db: Database, articles: Sequence[Mapping[str, Any]], ids: Mapping[str, int]) -> None:
    """Load the articles, each as a story of its own."""
    add_versions(
        db,
        [
            StagedVersion(
                **ids,
                received_at=NOW,
                item=ParsedItem(
                    source_format=SourceFormat.TEXT,
                    guid=article["id"],
                    version=1,
                    headline=article["title"],
                    body=article["text"],
                ),
                clean=CleanText(body=article["text"], language="en"),
                cleaner_version="eval",
            )
            for article in articles
        ],
    )


def print_scores(name: str, articles: Sequence[Mapping[str, Any]], found: Mapping[str, Hashable]) -> None:
    """Print one line: the F1 of pairs, and the adjusted Rand index (Hubert and Arabie 1985)."""
    f1, ari = scores(articles, found)
    print(f"    {name:24}{len(articles):9}{f1:9.4f}{ari:8.4f}", flush=True)


def scores(articles: Sequence[Mapping[str, Any]], found: Mapping[str, Hashable]) -> tuple[float, float]:
    """Return the F1 of pairs and the adjusted Rand index."""

    def pairs(groups: Counter[Any]) -> int:
        return sum(size * (size - 1) // 2 for size in groups.values())

    true = Counter(article["cluster"] for article in articles)
    ours = Counter(found[article["id"]] for article in articles)
    both = pairs(Counter((article["cluster"], found[article["id"]]) for article in articles))
    expected = pairs(true) * pairs(ours) / (len(articles) * (len(articles) - 1) // 2)
    middle = (pairs(true) + pairs(ours)) / 2
    return both / middle, (both - expected) / (middle - expected)


def by_kind(
    articles: Sequence[Mapping[str, Any]], found: Mapping[str, Hashable]
) -> Iterator[tuple[str, int, int, int]]:
    """Yield for each kind of article: how many are where most of their cluster are, how many share one with others."""
    members: dict[Hashable, list[Mapping[str, Any]]] = defaultdict(list)
    true_of: dict[Hashable, set[Hashable]] = defaultdict(set)
    for article in articles:
        members[article["cluster"]].append(article)
        true_of[found[article["id"]]].add(article["cluster"])
    homes = {name: Counter(found[a["id"]] for a in group).most_common(1)[0][0] for name, group in members.items()}
    for kind in sorted({article["kind"] for article in articles}):
        of_kind = [article for article in articles if article["kind"] == kind]
        at_home = sum(found[article["id"]] == homes[article["cluster"]] for article in of_kind)
        mixed = sum(len(true_of[found[article["id"]]]) > 1 for article in of_kind)
        yield kind, at_home, mixed, len(of_kind)


if __name__ == "__main__":
    raise SystemExit(main())
