"""The metrics of a run, sent through Airflow's own StatsD or OpenTelemetry; docs/dags.md lists their names."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from newswire.db import Database

COUNTERS = {  # name: column of report/find_run_flow
    "newswire.acquire.in": "documents_read",
    "newswire.acquire.out": "documents_added",
    "newswire.clean.in": "articles_read",
    "newswire.clean.out": "articles_added",
    "newswire.clean.duplicates": "duplicates_found",
    "newswire.enrich.out": "annotations_added",
    "newswire.enrich.words": "words_annotated",
    "newswire.load.mentions": "mentions_added",
    "newswire.load.quotes": "quotes_added",
}
GAUGES = {"newswire.lag_s": "lag_s", "newswire.delay_s": "delay_s", "newswire.enrich.words_per_s": "words_per_s"}


def metrics_of(flow: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Yield (kind, name, value) of each metric of a run; what is not known has none."""
    yield from (("counter", name, flow[column]) for name, column in COUNTERS.items())
    yield from (("counter", f"newswire.rejected.{reason}", amount) for reason, amount in flow["rejections"].items())
    yield from (("counter", f"newswire.fetch_errors.{kind}", n) for kind, n in flow["fetch_errors"].items())
    yield from (("gauge", name, flow[column]) for name, column in GAUGES.items() if flow[column] is not None)


def emit_run(db: "Database", run_id: int) -> None:
    """Send the metrics of a run that has ended."""
    from newswire.connections import emit_metrics
    from newswire.db import fetch_row

    flow = fetch_row(db, "report/find_run_flow", {"run_id": run_id})
    if flow is not None:
        emit_metrics(metrics_of(flow))
