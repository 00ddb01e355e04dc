"""Expectations, budgets and moves of sources, and documents found by their bytes."""

from newswire.migrate import run_sql_beside

revision = "0005_sources"
down_revision = "0004_places_takes"


def upgrade() -> None:
    """Run 0005_sources.sql."""
    run_sql_beside(__file__)
