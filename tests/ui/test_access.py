"""Who may enter, by Airflow's own check in this process; and what Airflow's other processes pay for the plugin."""

import subprocess
import sys

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient


@pytest.fixture
def mounted(airflow_environment: dict[str, str]) -> TestClient:
    """The desk as the plugin gives it to Airflow, made anew."""
    import newswire_plugin

    newswire_plugin._desk.cache_clear()
    [entry] = newswire_plugin.NewswirePlugin.fastapi_apps
    app = FastAPI()
    app.mount(entry["url_prefix"], entry["app"])
    return TestClient(app)


def token_for(role: str | None) -> str:
    from airflow.api_fastapi.app import init_auth_manager
    from airflow.api_fastapi.auth.managers.simple.user import SimpleAuthManagerUser

    return init_auth_manager().generate_jwt(SimpleAuthManagerUser(username="somebody", role=role))


def test_the_right_to_read_dags_lets_in(mounted: TestClient) -> None:
    assert mounted.get("/newswire/").status_code == 401
    for role, status in (("viewer", 200), (None, 403)):
        answer = mounted.get("/newswire/", headers={"Authorization": f"Bearer {token_for(role)}"})
        assert answer.status_code == status, role
        asked = mounted.get("/newswire/?dag_id=other", headers={"Authorization": f"Bearer {token_for(role)}"})
        assert asked.status_code == status, "the address has no say in which right it takes"


def test_a_token_that_airflow_did_not_sign_lets_nobody_in(mounted: TestClient) -> None:
    head, claims, signature = token_for("admin").split(".")
    reader = token_for("viewer").split(".")[2]  # signed by Airflow, but for other claims
    for wrong in ("nonsense", f"{head}.{claims}.", f"{head}.{claims}.{signature[::-1]}", f"{head}.{claims}.{reader}"):
        answer = mounted.get("/newswire/", headers={"Authorization": f"Bearer {wrong}"})
        assert answer.status_code in (401, 403), wrong


def test_without_airflows_check_nobody_gets_in(mounted: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "airflow.api_fastapi.core_api.security", None)  # its import fails
    answer = mounted.get("/newswire/", headers={"Authorization": f"Bearer {token_for('admin')}"})
    assert answer.status_code == 503
    assert "check of who may see this" in answer.text


def test_loading_the_plugin_loads_no_page(airflow_environment: dict[str, str]) -> None:
    code = (
        "import sys, airflow.plugins_manager\n"
        "before = set(sys.modules)\n"
        "import newswire_plugin\n"
        "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=airflow_environment | {"PYTHONPATH": "plugins"}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["newswire_plugin"]
