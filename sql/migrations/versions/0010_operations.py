"""What operating needs: runs of several DAGs, alerts, and reprocessing with its progress."""

from newswire.migrate import run_sql_beside

revision = "0010_operations"
down_revision = "0009_quote_fields"


def upgrade() -> None:
    """Run 0010_operations.sql."""
    run_sql_beside(__file__)
