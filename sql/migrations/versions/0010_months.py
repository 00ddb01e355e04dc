"""Tables that grow with articles are cut by month of publication."""

from newswire.migrate import run_sql_beside

revision = "0010_months"
down_revision = "0009_quote_fields"


def upgrade() -> None:
    """Run 0010_months.sql."""
    run_sql_beside(__file__)
