"""The schema news."""

from newswire.migrate import run_sql_beside

revision = "0001_news"
down_revision = None


def upgrade() -> None:
    """Run 0001_news.sql."""
    run_sql_beside(__file__)
