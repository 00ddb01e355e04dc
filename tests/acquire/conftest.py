"""What tests of acquire share."""

from collections.abc import Iterator

import pytest

from tests.acquire.web import Web, serve_web


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server on loopback."""
    with serve_web() as served:
        yield served
