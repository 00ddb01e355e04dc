"""What reports need to have stored: when a version was loaded, what changed between two, what the data checks found."""

from newswire.migrate import run_sql_beside

revision = "0011_report"
down_revision = "0010_operations"


def upgrade() -> None:
    """Run 0011_report.sql."""
    run_sql_beside(__file__)
