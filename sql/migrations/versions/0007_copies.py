"""Why two articles are one story, the desk's word on it, and which copies a correction has reached."""

from newswire.migrate import run_sql_beside

revision = "0007_copies"
down_revision = "0005_sources"


def upgrade() -> None:
    """Run 0007_copies.sql."""
    run_sql_beside(__file__)
