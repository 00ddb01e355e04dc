"""Tables that grow with articles are cut by month of publication."""

from newswire.migrate import run_sql_beside

revision = "0011_months"
down_revision = "0010_operations"


def upgrade() -> None:
    """Run 0011_months.sql."""
    run_sql_beside(__file__)
