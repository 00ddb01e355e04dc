"""What a deployment names can be imported: `pip check` is content with a Celery whose executor can't."""

import importlib

import pytest

pytestmark = pytest.mark.airflow


def test_every_provider_is_there_and_its_executors_and_auth_managers_import(airflow_environment) -> None:
    from airflow.providers_manager import ProvidersManager

    manager = ProvidersManager()
    there = {name.removeprefix("apache-airflow-providers-") for name in manager.providers}
    assert there >= {"celery", "cncf-kubernetes", "common-sql", "fab", "postgres", "smtp", "standard"}
    named = [*manager.executor_class_names, *manager.auth_managers, "airflow.executors.local_executor.LocalExecutor"]
    found = {getattr(importlib.import_module(path.rpartition(".")[0]), path.rpartition(".")[2]) for path in named}
    assert {one.__name__ for one in found} >= {
        "CeleryExecutor", "KubernetesExecutor", "LocalExecutor", "FabAuthManager"
    }  # fmt: skip
