"""How fast duplicates are found: on one core beside two libraries, and in Postgres as the number of articles grows.

``python -m tests.bench.dedupe`` prints articles per second of ours, of datasketch's MinHash-LSH and of rensa's, on the
same made-up texts; then what one article's candidates cost, asked for 1,000 at once and each alone, at 10 thousand, 100
thousand and 1 million stored articles (``--stored`` changes the sizes).
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from datasketch import MinHash, MinHashLSH
from rensa import RMinHash, RMinHashLSH

from newswire.clean.duplicates import SHARED_KEYS_RATIO, STOP_KEY_COUNT, find_clusters
from newswire.clean.fingerprints import KEY_COUNT, normalise
from newswire.connections import connect
from newswire.db import Database, fetch_rows, int_array_literal
from newswire.migrate import migrate
from newswire.server import EmbeddedServer
from newswire.settings import duplicate_window_days
from tests.bench.timing import timed

SYLLABLES = [
    "ka",
    "ro",
    "mi",
    "len",
    "tas",
    "vor",
    "pel",
    "dun",
    "shi",
    "bra",
    "not",
    "gle",
    "rim",
    "osk",
    "ya",
    "ter",
    "fal",
    "win",
    "cho",
    "ur",
]
PERMUTATIONS = 128
THRESHOLD = 0.5
ASKED = 1000
REPEATS = 7


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--stored", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    texts = list(made_up_texts(options.articles))
    for name, work in (("ours", ours), ("datasketch MinHash-LSH", datasketch), ("rensa MinHash-LSH", rensa)):
        seconds = timed(lambda work=work: work(texts))
        print(f"{name:28}{len(texts) / seconds:9.0f} articles/s of 480 words, one core", flush=True)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "postgres") as dsn:
        migrate(dsn)
        with closing(connect(dsn)) as db:
            stored = 0
            for count in options.stored:
                store(db, stored, count)
                stored = count
                together_s, alone_s = lookups(db, stored)
                print(
                    f"{stored:10} stored: {together_s * 1e6:6.0f} microseconds an article by the thousand,"
                    f" {alone_s * 1e6:6.0f} alone",
                    flush=True,
                )


def made_up_texts(count: int) -> Iterator[str]:
    """Yield texts of 480 words; every fifth is an earlier one with its first and last words changed."""
    chance = random.Random(5)
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(20_000)]
    weights = [1 / (rank + 10) for rank in range(len(vocabulary))]
    written: list[list[str]] = []
    for number in range(count):
        if number % 5 == 4:
            words = ["changed", *chance.choice(written)[1:-1], "end"]
        else:
            words = chance.choices(vocabulary, weights, k=480)
            words[50] = str(chance.randrange(10_000))
            written.append(words)
        yield " ".join(words)


def ours(texts: Sequence[str]) -> None:
    """Cluster the texts as ``newswire dedupe`` does."""
    found = list(find_clusters({"id": number, "text": text} for number, text in enumerate(texts)))
    assert sum(row["duplicate_of"] is not None for row in found) >= len(texts) // 5 - 1


def shingles(text: str) -> Iterator[str]:
    """Yield the 5-word shingles of a text, normalised as ours are."""
    words = normalise(text)
    return (" ".join(words[place : place + 5]) for place in range(len(words) - 4))


def datasketch(texts: Sequence[str]) -> None:
    """Find near texts with datasketch."""
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, text in enumerate(texts):
        signature = MinHash(num_perm=PERMUTATIONS)
        signature.update_batch([shingle.encode() for shingle in shingles(text)])
        index.query(signature)
        index.insert(number, signature)


def rensa(texts: Sequence[str]) -> None:
    """Find near texts with rensa, which is written in Rust."""
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=16)
    for number, text in enumerate(texts):
        signature = RMinHash(num_perm=PERMUTATIONS, seed=42)
        signature.update(list(shingles(text)))
        index.query(signature)
        index.insert(number, signature)


def store(db: Database, first: int, end: int) -> None:
    """Add articles number ``first`` to ``end``: each has keys of its own, and one in five some of an earlier article's.

    They are spread over a year, so that the window of days leaves most of them out. Foreign keys are not checked.
    """
    with db.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "INSERT INTO news.story_version (story_version_id, story_id, raw_document_id, run_id, version,"
            " content_sha256, source_format, pubstatus, published_at, received_at, body) OVERRIDING SYSTEM VALUE"
            " SELECT n, n, 1, 1, 1, sha256(n::text::bytea), 'text', 'usable',"
            " '2026-01-01'::timestamptz + make_interval(mins => (n::bigint * 7919 %% 525600)::int), now(), ''"
            " FROM generate_series(%(first)s + 1, %(end)s) AS n",
            {"first": first, "end": end},
        )
        cursor.execute(
            "INSERT INTO news.article (article_id, story_version_id, body, body_sha256, word_count, is_degraded,"
            " cleaner_version) OVERRIDING SYSTEM VALUE SELECT n, n, 'x', sha256(n::text::bytea), 480, FALSE, 'bench'"
            " FROM generate_series(%(first)s + 1, %(end)s) AS n",
            {"first": first, "end": end},
        )
        cursor.execute(
            "INSERT INTO news.fingerprint (key, article_id) SELECT hashtextextended(k::text, CASE WHEN n %% 5 = 0"
            " AND k < %(shared)s THEN n / 5 ELSE n END), n FROM generate_series(%(first)s + 1, %(end)s) AS n,"
            " generate_series(1, %(keys)s) AS k ON CONFLICT DO NOTHING",
            {"first": first, "end": end, "keys": KEY_COUNT, "shared": KEY_COUNT // 2},
        )
        cursor.execute("SET session_replication_role = DEFAULT")
    db.commit()
    db.autocommit = True
    with db.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE news.fingerprint, news.article, news.story_version")
        cursor.execute("CHECKPOINT")  # else the look-ups wait for what was stored to be written
    db.autocommit = False


def lookups(db: Database, stored: int) -> tuple[float, float]:
    """Return the seconds that one article's candidates cost, asked for with others and alone.

    Warm, as the keys of a batch are in memory when it asks: it has just stored them.
    """
    chance = random.Random(stored)
    asked = chance.sample(range(1, stored + 1), ASKED)
    held: dict[int, list[int]] = {article_id: [] for article_id in asked}
    with db.cursor() as cursor:
        cursor.execute("SELECT article_id, key FROM news.fingerprint WHERE article_id = ANY(%s)", (asked,))
        for article_id, key in cursor.fetchall():
            held[article_id].append(key)
    fields = {
        "window_days": duplicate_window_days(), "stop_key_count": STOP_KEY_COUNT,
        "shared_keys_ratio": SHARED_KEYS_RATIO,
    }  # fmt: skip

    def ask(article_ids: Sequence[int]) -> None:
        pairs = [(key, article_id) for article_id in article_ids for key in held[article_id]]
        lists = {
            "keys": int_array_literal(key for key, _ in pairs),
            "article_ids": int_array_literal(article_id for _, article_id in pairs),
        }
        fetch_rows(db, "load/find_fingerprint_candidates", {**lists, **fields})

    def together() -> None:
        ask(asked)

    def alone() -> None:
        for article_id in asked[:100]:
            ask([article_id])

    together()
    return best_of(together) / ASKED, best_of(alone) / 100


def best_of(work: Callable[[], None]) -> float:
    """Return the seconds of the fastest of several times: what else the machine does only adds to it."""
    return min(timed(work) for _time in range(REPEATS))


if __name__ == "__main__":
    main()
