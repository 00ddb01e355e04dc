"""Noting that an article is annotated touches no index."""

from newswire.migrate import run_sql_beside

revision = "0013_annotated"
down_revision = "0012_months"


def upgrade() -> None:
    """Run 0013_annotated.sql."""
    run_sql_beside(__file__)
