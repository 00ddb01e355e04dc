"""Hosts and when to ask them, and when to poll a source."""

from newswire.migrate import run_sql_beside

revision = "0003_hosts"
down_revision = "0002_version_fields"


def upgrade() -> None:
    """Run 0003_hosts.sql."""
    run_sql_beside(__file__)
