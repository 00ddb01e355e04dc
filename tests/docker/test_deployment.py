"""The files of a deployment agree with the code, with the lock and with each other; no engine is needed to see that."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from newswire import services
from newswire.settings import REPOSITORY

DOCKER = REPOSITORY / "docker"
COMPOSE = yaml.safe_load((DOCKER / "compose.yaml").read_text(encoding="utf-8"))
VALUES = yaml.safe_load((DOCKER / "helm-values.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DOCKER / "Dockerfile").read_text(encoding="utf-8")
WORKERS = {name: service for name, service in COMPOSE["services"].items() if name.startswith("worker-")}


def keys_of(value: Any, prefix: str = "") -> Iterator[str]:
    """Yield the dotted keys of the values; what stands in a list has its list's key."""
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from keys_of(inside, f"{prefix}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inside in value:
            yield from keys_of(inside, prefix)
    else:
        yield prefix


def test_the_values_name_only_keys_that_the_chart_knows() -> None:
    lines = (Path(__file__).parent / "chart_keys.txt").read_text(encoding="utf-8").splitlines()
    known = [line for line in lines if line and not line.startswith("#")]
    pattern = re.compile("|".join(re.escape(line).replace(r"\*", ".*") for line in known))
    assert [key for key in keys_of(VALUES) if not pattern.fullmatch(key)] == []


def test_the_image_has_the_airflow_of_the_lock() -> None:
    locked = re.search(r"^apache-airflow==(\S+)", (REPOSITORY / "requirements.txt").read_text(), re.MULTILINE)
    assert locked
    assert f"FROM apache/airflow:slim-{locked[1]}-python3.11" in DOCKERFILE
    assert VALUES["airflowVersion"] == locked[1]


def test_what_the_image_copies_is_there_and_let_through() -> None:
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for source in re.findall(r"^COPY (\S+) ", DOCKERFILE, re.MULTILINE):
        assert (REPOSITORY / source).exists(), source
        assert any(source == let[1:] or source.startswith(let[1:] + "/") for let in ignored if let.startswith("!"))
    assert DOCKERFILE.count("--require-hashes") == 2
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE)[-1] not in {"root", "0"}


def test_workers_serve_the_same_queues_everywhere() -> None:
    served = {name: service["command"].rpartition(" ")[2] for name, service in WORKERS.items()}
    assert served == services.WORKERS
    assert {f"worker-{one['name']}": one["queue"] for one in VALUES["workers"]["celery"]["sets"]} == services.WORKERS
    for queue in ("NEWSWIRE_FETCH_QUEUE", "NEWSWIRE_NLP_QUEUE"):
        assert WORKERS["worker-nlp"]["environment"][queue] == services.CELERY_DEFAULTS[queue]


def test_every_service_is_watched_bounded_and_started_after_what_it_needs() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["deploy"]["resources"]["limits"].keys() == {"cpus", "memory"}, name
        assert name == "init" or "healthcheck" in service, name
        assert name in {"postgres", "redis"} or service["depends_on"], name
        assert name == "api-server" or "ports" not in service, name
    assert COMPOSE["networks"]["inside"]["internal"] is True
    assert {name for name, service in COMPOSE["services"].items() if "outside" in service["networks"]} == {
        "api-server", "worker-fetch"
    }  # fmt: skip


def test_secrets_come_from_files_and_no_password_is_in_the_environment(tmp_path: Path) -> None:
    copy = tmp_path / "make-secrets"
    copy.write_bytes((DOCKER / "make-secrets").read_bytes())
    made = []
    for _twice in range(2):
        subprocess.run(["bash", str(copy)], check=True, capture_output=True)
        made.append({file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()})
    assert made[0] == made[1], "a password that exists stays"
    assert made[0].keys() == COMPOSE["secrets"].keys()
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    for name, service in COMPOSE["services"].items():
        assert set(service["secrets"]) <= COMPOSE["secrets"].keys(), name
        for variable, value in service.get("environment", {}).items():
            if re.search(r"SECRET|PASSWORD|FERNET|BROKER_URL|CONN|DSN", variable):
                assert variable.endswith(("_CMD", "_FILE")), variable
                path = value.split()[-1]
                assert path.removeprefix("/run/secrets/") in service["secrets"], (name, variable)


@pytest.mark.parametrize("name", ["airflow_database_url", "airflow_database_url_async"])
def test_the_addresses_of_airflows_tables_are_those_that_one_machine_uses(tmp_path: Path, name: str) -> None:
    from newswire.local import metadata_url

    (tmp_path / "make-secrets").write_bytes((DOCKER / "make-secrets").read_bytes())
    subprocess.run(["bash", str(tmp_path / "make-secrets")], check=True, capture_output=True)
    stated = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}
    driver = "psycopg" if name.endswith("async") else "psycopg2"
    assert stated[name] == metadata_url(stated["newswire_dsn"], driver)
