"""Tables that grow with articles are cut by month of publication."""

from newswire.migrate import run_sql_beside

revision = "0012_months"
down_revision = "0011_report"


def upgrade() -> None:
    """Run 0012_months.sql."""
    run_sql_beside(__file__)
