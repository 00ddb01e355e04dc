"""What reports need to have stored: when a version was loaded, what changed between two, what the data checks found."""

from newswire.migrate import run_sql_beside

revision = "0010_report"
down_revision = "0009_quote_fields"


def upgrade() -> None:
    """Run 0010_report.sql."""
    run_sql_beside(__file__)
