"""'Newswire' in Airflow's navigation: the pages of ``newswire.desk``, for whoever may read the DAG behind them."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from functools import cache
from typing import Any

from airflow.plugins_manager import AirflowPlugin

ROUTE = "newswire"
DAG_ID = "ingest_wire"

Message = MutableMapping[str, Any]
Asgi = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]

log = logging.getLogger(__name__)


@cache
def _desk() -> Asgi:
    """Return the app, made at the first request: every process of Airflow loads plugins, but one serves pages.

    Airflow mounts it without any authentication: the app asks for it itself, and where Airflow's own check can't be
    loaded nobody gets in.
    """
    from newswire.desk.app import make_desk, refuse

    try:
        from airflow.api_fastapi.core_api.security import requires_access_dag

        # The DAG is named here: left open, the check would take it from the address, where the visitor may write it.
        authorize = requires_access_dag("GET", param_dag_id=DAG_ID)
    except Exception:
        log.exception("Airflow's access check can't be loaded: the desk is closed")
        authorize = refuse
    return make_desk(authorize)


async def serve_desk(
    scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
) -> None:
    """Answer one request (ASGI)."""
    await _desk()(scope, receive, send)


class NewswirePlugin(AirflowPlugin):
    """The desk, mounted beside Airflow's API and shown in a frame of its UI."""

    name = "newswire"
    fastapi_apps = [{"name": "newswire-desk", "app": serve_desk, "url_prefix": f"/{ROUTE}"}]  # noqa: RUF012 - Airflow's form
    external_views = [  # noqa: RUF012 - Airflow's form
        {
            "name": "Newswire",
            "href": f"{ROUTE}/",
            "destination": "nav",
            "url_route": ROUTE,
            "icon": f"{ROUTE}/static/icon.svg",
            "nav_top_level": True,
        }
    ]
