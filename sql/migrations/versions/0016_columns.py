"""Columns of a corpus are stated by its source."""

from newswire.migrate import run_sql_beside

revision = "0016_columns"
down_revision = "0015_story_begin"


def upgrade() -> None:
    """Run 0016_columns.sql."""
    run_sql_beside(__file__)
