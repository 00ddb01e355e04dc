"""Hosts and when to ask them, and when to poll a source."""

from newswire.migrate import run_sql_beside

revision = "0002_hosts"
down_revision = "0001_news"


def upgrade() -> None:
    """Run 0002_hosts.sql."""
    run_sql_beside(__file__)
