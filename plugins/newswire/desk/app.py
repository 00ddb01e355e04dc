"""The desk as a FastAPI app: who may enter, which page answers, and what it says when it can't."""

import logging
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import psycopg2
from fastapi import Depends, FastAPI, Request, Response
from psycopg2 import errorcodes
from starlette.exceptions import HTTPException

from newswire.connections import open_reader
from newswire.db import Database
from newswire.desk import pages, reading
from newswire.desk.asked import Asked, AskedWronglyError
from newswire.desk.rendering import render_error, render_page, send_static
from newswire.errors import DatabaseUnavailableError

Page = Callable[[Database, Asked, datetime], dict[str, Any]]

PAGES: dict[str, Page] = {
    "/": pages.today,
    "/quotes": reading.quotes,
    "/articles/{article_id}": reading.article,
    "/names": pages.names,
    "/corrections": pages.corrections,
    "/sources": pages.sources,
}
REFUSALS = {
    401: "Log in to Airflow, then load this page again.",
    403: "Your login is not valid any more, or may not read the DAG behind these pages. Log in to Airflow again, "
    "or ask its administrator for the right to read DAGs.",
    404: "There is no such page.",
}
# What Postgres says while the schema is older than the code, or the reader has not been let in.
NOT_MIGRATED = {
    errorcodes.UNDEFINED_TABLE, errorcodes.UNDEFINED_COLUMN, errorcodes.UNDEFINED_FUNCTION,
    errorcodes.INVALID_SCHEMA_NAME, errorcodes.INSUFFICIENT_PRIVILEGE, errorcodes.OBJECT_NOT_IN_PREREQUISITE_STATE,
}  # fmt: skip

log = logging.getLogger(__name__)


def refuse() -> None:
    """Let nobody in: what stands in for a check of access that can't be loaded."""
    raise HTTPException(503, "Airflow's check of who may see this can't be loaded. Its log says why.")


def make_desk(authorize: Callable[..., None]) -> FastAPI:
    """Return the app. Every address of it asks ``authorize`` first: a dependency that raises HTTPException."""
    # The pages that describe the API are left out: FastAPI would serve them to anybody.
    desk = FastAPI(title="Newswire", dependencies=[Depends(authorize)], openapi_url=None, docs_url=None, redoc_url=None)
    for path, page in PAGES.items():
        desk.add_api_route(path, _answer(page), response_model=None)
    desk.add_api_route("/static/{name}", send_static, response_model=None)
    desk.add_api_route("/{path:path}", _nowhere, response_model=None)  # last, so that it too asks who is there
    for kind, answer in {
        HTTPException: _say_refused,
        AskedWronglyError: _say_asked_wrongly,
        reading.NotShownError: _say_not_shown,
        DatabaseUnavailableError: _say_unavailable,
        psycopg2.Error: _say_database,
        Exception: _say_broken,
    }.items():
        desk.add_exception_handler(kind, answer)
    return desk


def _answer(page: Page) -> Callable[[Request], Response]:
    """Return what answers a request for the page: one read-only connection, its rows, the template of its name."""

    def answer(request: Request) -> Response:
        asked = Asked({**request.query_params, **request.path_params})
        with closing(open_reader()) as db:
            db.set_session(isolation_level="REPEATABLE READ")  # a page shows one state, also while a run loads
            shown = page(db, asked, datetime.now(UTC))
        return render_page(request, page.__name__, shown)

    return answer


def _nowhere() -> Response:
    raise HTTPException(404)


def _say_refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "it is registered for that alone"
    return render_error(request, error.status_code, REFUSALS.get(error.status_code, str(error.detail)), error.headers)


def _say_asked_wrongly(request: Request, error: Exception) -> Response:
    return render_error(request, 400, f"{error}.")


def _say_not_shown(request: Request, error: Exception) -> Response:
    return render_error(request, 404, str(error))


def _say_unavailable(request: Request, error: Exception) -> Response:
    log.warning("desk: %s", error)
    return render_error(request, 503, "The database can't be reached. Airflow's log says why; try again in a minute.")


def _say_database(request: Request, error: Exception) -> Response:
    """Answer for what a person can cure: wait, ask for less, or migrate. The rest is a fault of ours."""
    log.warning("desk: %s", error)
    code = error.pgcode if isinstance(error, psycopg2.Error) else None
    if code == errorcodes.QUERY_CANCELED:
        said = "That took too long and was stopped. Narrow it down: fewer days, one source, or rarer words."
        return render_error(request, 503, said)
    if code in NOT_MIGRATED:
        said = "The database is older than these pages. Run `newswire migrate` (`make up` does), then load this again."
        return render_error(request, 503, said)
    if isinstance(error, psycopg2.OperationalError):
        return _say_unavailable(request, error)
    return _say_broken(request, error)


def _say_broken(request: Request, error: Exception) -> Response:
    log.error("desk: %s", request.url.path, exc_info=error)
    return render_error(request, 500, "Something is wrong with this page. Airflow's log has the details.")
