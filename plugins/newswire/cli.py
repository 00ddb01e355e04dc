"""The command line: each stage on its own over files or standard input, and the database side.

Exit status 0: done. 1: some data was bad, each piece named on standard error or in the output. 2: bad use.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NoReturn

from newswire.article_files import ArticleFiles
from newswire.errors import NewswireError, UsageError

Verb = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one verb and leave with its exit status."""
    options = _parser().parse_args(arguments)
    try:
        status = options.verb(options)
        sys.stdout.flush()
    except UsageError as error:
        _fail(error, 2)
    except NewswireError as error:
        _fail(error, 1)
    except BrokenPipeError:  # the reader (`| head`) has what it wanted
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)
    sys.exit(status)


def parse(options: argparse.Namespace) -> int:
    """Print one JSON object per article of the files."""
    from newswire.acquire.parse import item_to_json, parse_for_reading
    from newswire.errors import RejectedError
    from newswire.records import SourceFormat

    stated = SourceFormat(options.format) if options.format else None
    bad = 0
    for name in options.files:
        try:
            data = Path(name).read_bytes()
            items = parse_for_reading(
                data,
                reference=Path(name).name,
                timezone=options.timezone,
                stated=stated,
                columns=options.columns,
            )
        except (OSError, RejectedError) as error:
            bad += 1
            _print_json({"file": name, "error": str(error)})
            continue
        for item in items:
            _print_json(item_to_json(item, name))
    return 1 if bad else 0


def clean(options: argparse.Namespace) -> int:
    """Print body, furniture, contributors and signals of each {"id", "text", "title"?, "byline"?, "published_at"?}."""
    from newswire.clean.clean import clean_row

    lines = ArticleFiles(options.files, plain_texts=False)
    for row in lines:
        _print_json(clean_row(row))
    return lines.status()


def dedupe(options: argparse.Namespace) -> int:
    """Print the cluster and the nearest earlier article for each {"id", "title", "text"}."""
    from newswire.clean.duplicates import find_clusters

    lines = ArticleFiles(options.files, plain_texts=False)
    for found in find_clusters(lines):
        _print_json(found)
    return lines.status()


def annotate(options: argparse.Namespace) -> int:
    """Print the entities and quotes of each {"id", "text"}, or of a plain text; --show and --html are for people."""
    from newswire.annotate_verb import annotate as annotate_files

    return annotate_files(options)


def migrate(_options: argparse.Namespace) -> int:
    """Bring the schema up to date."""
    from newswire.connections import served_dsn
    from newswire.migrate import migrate as migrate_schema

    with served_dsn() as dsn:
        applied = migrate_schema(dsn)
    print("\n".join(f"applied {name}" for name in applied) or "up to date")
    return 0


def setup(_options: argparse.Namespace) -> int:
    """Bring a deployment's database up to date: our schema and roles, Airflow's tables and pools."""
    from newswire.local import migrate_airflow, ready_database

    with ready_database() as dsn:
        migrate_airflow(dsn, os.environ)
    return 0


def sources(options: argparse.Namespace) -> int:
    """List the sources of sources.toml, try them, find the feeds of a site, or exchange lists as OPML."""
    from newswire import source_verbs

    return source_verbs.VERBS[options.action](options.target, options.allow_private)


def run(options: argparse.Namespace) -> int:
    """Run the DAG once through Airflow and print what was loaded."""
    from newswire.connections import connect
    from newswire.local import ready_database, run_dag
    from newswire.report.refresh import refresh_reports
    from newswire.report.summary import print_summary
    from newswire.tasks import choose_sources, configured_sources

    if options.path is not None:
        if not options.path.exists():
            raise UsageError(f"{options.path}: no such file or folder")
        os.environ["NEWSWIRE_PATH"] = str(options.path.resolve())
    known = configured_sources()
    if options.sources is None:
        names = [known[-1].name] if options.path else []
    elif options.sources == "all":
        names = [source.name for source in known]
    elif options.sources == "enabled":
        names = [source.name for source in choose_sources(known, [])]
    else:
        names = options.sources.split(",")
    choose_sources(known, names)
    params = {
        "sources": names,
        "published_from": options.published_from and options.published_from.isoformat(),
        "published_until": options.published_until and options.published_until.isoformat(),
        "dry_run": options.dry_run,
    }
    with ready_database() as dsn:
        run_id = run_dag(params)
        if run_id is not None:
            with closing(connect(dsn)) as db, db:
                refresh_reports(db)  # no scheduler is there to start the DAG that does it
                print_summary(db, run_id)
    return 0


def rebuild(options: argparse.Namespace) -> int:
    """Fill an empty database from the archive alone, or add to one what it lacks."""
    import logging

    from newswire import tasks
    from newswire.local import ready_database

    logging.basicConfig(format="%(message)s", level=logging.INFO)
    with ready_database():
        tasks.rebuild(rows_only=options.rows_only)
    return 0


def report(options: argparse.Namespace) -> int:
    """Print one view of schema report."""
    from newswire.connections import open_reader, served_dsn
    from newswire.report.reports import write_report

    with served_dsn(), closing(open_reader()) as db, db:
        write_report(db, options.name, options.first, options.last, options.format, sys.stdout)
    return 0


def status(options: argparse.Namespace) -> int:
    """Print the health of the sources and the last run; 1 when something needs a person."""
    from newswire.connections import connect, served_dsn
    from newswire.report.status import print_status

    with served_dsn() as dsn, closing(connect(dsn)) as db, db:
        return 0 if print_status(db, as_json=options.json) else 1


def up(options: argparse.Namespace) -> int:
    """Start Airflow with its UI until Ctrl-C."""
    from newswire.services import up as start

    start(celery=options.celery)
    return 0


def down(_options: argparse.Namespace) -> int:
    """Stop whatever an earlier up left running."""
    from newswire.services import down as stop

    stop()
    return 0


def psql(options: argparse.Namespace) -> int:
    """Open psql on the database."""
    from newswire.local import run_psql

    return run_psql(options.arguments)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def _fail(error: Exception, code: int) -> NoReturn:
    print(f"newswire: {error}", file=sys.stderr)
    sys.exit(code)


def _columns(text: str) -> dict[str, str]:
    from newswire.acquire.columns import read_columns

    try:
        return read_columns(dict(part.partition("=")[::2] for part in text.split(",")))
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="newswire", description="Who said what, about whom, when, and how far it travelled."
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def add(verb: Verb, example: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(
            verb.__name__,
            help=(verb.__doc__ or "").splitlines()[0],
            description=verb.__doc__,
            epilog=f"example: python -m newswire {example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(verb=verb)
        return added

    from newswire.records import SourceFormat

    added = add(parse, "parse samples/meridian-wire/*.xml")
    added.add_argument("files", nargs="+", metavar="FILE")
    added.add_argument(
        "--format", choices=[kind.value for kind in SourceFormat], help="state it instead of sniffing it"
    )
    added.add_argument("--timezone", default="UTC", help="zone of times that name none (default %(default)s)")
    added.add_argument(
        "--columns", type=_columns, default={}, metavar="FIELD=COLUMN,...", help="of CSV and JSON Lines: text=full_text"
    )
    for verb, example in (
        (clean, """clean <<< '{"id": 1, "text": "GENEVA, Dec 13 (Reuters) - Talks began."}'"""),
        (dedupe, "dedupe articles.jsonl"),
    ):
        add(verb, example).add_argument("files", nargs="*", metavar="FILE", help="JSON Lines; standard input if none")
    added = add(annotate, "annotate --show story.txt")
    added.add_argument("files", nargs="*", metavar="FILE", help="JSON Lines or a plain text; standard input if none")
    shape = added.add_mutually_exclusive_group()
    shape.add_argument("--show", action="store_true", help="print the articles, speakers and their words in colours")
    shape.add_argument("--html", action="store_true", help="print a page of the articles, for a browser")
    add(migrate, "migrate")
    add(setup, "setup")
    added = add(sources, "sources discover https://paper.example")
    actions = added.add_subparsers(title="actions", dest="action", metavar="ACTION")
    actions.add_parser("list", help="print the sources, read and checked; what is done without an action")
    asked = actions.add_parser("check", help="try each enabled source, or the named one")
    asked.add_argument("target", nargs="?", metavar="NAME")
    asked = actions.add_parser("discover", help="print the feeds of a site")
    asked.add_argument("target", metavar="URL")
    asked.add_argument("--allow-private", action="store_true", help="of a server of your own network")
    asked = actions.add_parser("import", help="print the feeds of an OPML file that are in no source yet")
    asked.add_argument("target", metavar="FILE.opml")
    actions.add_parser("export", help="print the feeds as OPML")
    added.set_defaults(action="list", target=None, allow_private=False)
    added = add(run, "run --path FOLDER_OF_ARTICLES")
    added.add_argument("--sources", metavar="NAMES", help="'enabled', 'all', or names parted by commas")
    added.add_argument(
        "--path", type=Path, help="read this file or folder as one more source (alone, without --sources)"
    )
    added.add_argument("--from", dest="published_from", type=date.fromisoformat, metavar="DAY")
    added.add_argument("--to", dest="published_until", type=date.fromisoformat, metavar="DAY")
    added.add_argument("--dry-run", action="store_true", help="poll the sources and keep nothing")
    add(rebuild, "rebuild").add_argument(
        "--rows-only", action="store_true", help="leave parsing and all that follows to the next run of ingest_wire"
    )
    added = add(report, "report quote --from 2026-11-01 --format csv")
    added.add_argument("name", metavar="NAME", help="a view of schema report")
    added.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DAY")
    added.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DAY")
    added.add_argument("--format", choices=("table", "csv", "json", "parquet"), default="table")
    add(status, "status --json").add_argument("--json", action="store_true")
    add(up, "up").add_argument("--celery", action="store_true", help="run tasks as a cluster does: Redis, two workers")
    add(down, "down")
    add(psql, "psql -- -c 'SELECT count(*) FROM report.quote'").add_argument("arguments", nargs="*")
    return parser
