"""Who worked on an article, and what its text lost."""

from newswire.migrate import run_sql_beside

revision = "0006_contributors"
down_revision = "0005_sources"


def upgrade() -> None:
    """Run 0006_contributors.sql."""
    run_sql_beside(__file__)
