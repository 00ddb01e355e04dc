"""What leaves Airflow: alerts by e-mail and webhook, metrics by StatsD and OpenTelemetry, to servers on loopback."""

import gzip
import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import pytest

from newswire.connections import notify

pytestmark = pytest.mark.airflow

HOSTILE = "wire: 3 rows <script>alert(1)</script> {{ 7 * 6 }}"


@contextmanager
def served(server: socketserver.BaseServer) -> Iterator[int]:
    """Run a server in a thread and yield its port."""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Webhook(BaseHTTPRequestHandler):
    """Takes what Slack takes."""

    got: ClassVar[list[tuple[str, dict[str, Any]]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Webhook.got.append((self.path, json.loads(body)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


class Mailbox(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as a client without login needs."""

    got: ClassVar[list[str]] = []

    def handle(self) -> None:
        self.wfile.write(b"220 mail.example\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                Mailbox.got.append(b"".join(lines).decode())
            self.wfile.write(b"221 bye\r\n" if line == b"QUIT" else b"250 ok\r\n")


@pytest.fixture
def channels(airflow_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All channels, at servers of this test."""
    with (
        served(HTTPServer(("127.0.0.1", 0), Webhook)) as hook,
        served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox)) as mail,
    ):
        slack = {"conn_type": "slackwebhook", "host": f"http://127.0.0.1:{hook}", "password": "T0/B0/secret"}
        smtp = {"conn_type": "smtp", "host": "127.0.0.1", "port": mail, "login": "", "password": ""}
        smtp["extra"] = {"disable_ssl": True, "disable_tls": True, "from_email": "newswire@desk.example"}
        monkeypatch.setenv("AIRFLOW_CONN_NEWSWIRE_SLACK", json.dumps(slack))
        monkeypatch.setenv("AIRFLOW_CONN_NEWSWIRE_SMTP", json.dumps(smtp))
        monkeypatch.setenv("NEWSWIRE_ALERTS", "log, email, slack, pigeon")
        monkeypatch.setenv("NEWSWIRE_ALERT_TO", "night@desk.example, day@desk.example")
        Webhook.got.clear()
        Mailbox.got.clear()
        yield


def test_an_alert_goes_through_every_channel_and_carries_no_markup(
    channels: None, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    notify("check failed: quote_within_body", [HOSTILE])
    [(path, said)] = Webhook.got
    assert path == "/T0/B0/secret"
    assert "&lt;script&gt;" in said["text"]
    [mail] = Mailbox.got
    mail += b"".join(part.get_payload(decode=True) or b"" for part in message_from_string(mail).walk()).decode()
    assert "night@desk.example" in mail
    assert "Subject: Newswire: check failed: quote_within_body" in mail
    assert "<script>" not in mail
    assert "{{ 7 * 6 }}" in mail, "what a publisher writes is no template"
    assert HOSTILE in caplog.text
    assert "no channel pigeon" in caplog.text + capsys.readouterr().out, "Airflow may have taken over the logs by then"


def test_a_channel_that_is_down_is_a_warning_without_its_secret(
    channels: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    down = {"conn_type": "slackwebhook", "host": "http://127.0.0.1:9", "password": "T0/B0/secret"}
    monkeypatch.setenv("AIRFLOW_CONN_NEWSWIRE_SLACK", json.dumps(down))
    monkeypatch.setenv("NEWSWIRE_ALERTS", "slack,email")
    notify("source quiet: tern-agency", ["nothing since Monday"])
    said = caplog.text + capsys.readouterr().out
    [told] = {line for line in said.splitlines() if "alert not sent by slack" in line}
    assert "secret" not in told
    assert len(Mailbox.got) == 1


def test_a_run_sends_its_metrics_to_statsd(ingested) -> None:
    code = (
        "import sys\n"
        "from contextlib import closing\n"
        "from airflow.sdk.observability import stats\n"
        "from airflow.sdk.observability.metrics import stats_utils\n"
        "stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=False)\n"
        "from newswire.connections import open_database\n"
        "from newswire.tasks.metrics import emit_run\n"
        "with closing(open_database()) as db, db: emit_run(db, int(sys.argv[1]))\n"
    )
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(0.5)
        metrics = {"STATSD_ON": "True", "STATSD_HOST": "127.0.0.1", "STATSD_PORT": str(receiver.getsockname()[1])}
        subprocess.run(
            [sys.executable, "-c", code, str(ingested.first_run_id)],
            env=os.environ
            | {f"AIRFLOW__METRICS__{name}": value for name, value in metrics.items()}
            | {"AIRFLOW_CTX_DAG_ID": "ingest_wire", "NEWSWIRE_DSN": ingested.dsn},
            check=True,
        )
        got = {}
        try:
            while True:
                name, _, value = receiver.recv(1024).decode().partition(":")
                got[name] = value
        except TimeoutError:
            pass
    quotes = ingested.counts_after_first["quote"]
    assert got["airflow.newswire.load.quotes"] == f"{quotes}|c"
    assert got["airflow.newswire.acquire.out"].endswith("|c")
    assert got["airflow.newswire.rejected.clean.empty_body"].endswith("|c")
    assert float(got["airflow.newswire.enrich.words_per_s"].partition("|")[0]) > 0


class Collector(BaseHTTPRequestHandler):
    """Takes metrics as OTLP over HTTP, and keeps the last value of each."""

    got: ClassVar[dict[str, float]] = {}

    def do_POST(self) -> None:
        from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body
        for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
            for metric in (metric for scope in resource.scope_metrics for metric in scope.metrics):
                for point in (*metric.sum.data_points, *metric.gauge.data_points):
                    Collector.got[metric.name] = point.as_double or point.as_int
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def test_metrics_go_to_opentelemetry_under_the_same_names(airflow_environment: dict[str, str]) -> None:
    code = (
        "from airflow.sdk.observability import stats\n"
        "from airflow.sdk.observability.metrics import stats_utils\n"
        "stats.initialize(factory=stats_utils.get_stats_factory(), export_legacy_names=False)\n"
        "from newswire.connections import emit_metrics\n"
        "emit_metrics([('counter', 'newswire.load.quotes', 453), ('gauge', 'newswire.lag_s', 7.5)])\n"
    )
    Collector.got.clear()
    with served(HTTPServer(("127.0.0.1", 0), Collector)) as port:
        subprocess.run(
            [sys.executable, "-c", code],
            env=airflow_environment
            | {
                "AIRFLOW__METRICS__OTEL_ON": "True",
                "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
                "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
                "AIRFLOW_CTX_DAG_ID": "ingest_wire",
            },
            check=True,
        )
    assert Collector.got["airflow.newswire.load.quotes"] == 453
    assert Collector.got["airflow.newswire.lag_s"] == 7.5
