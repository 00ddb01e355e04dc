"""A load pays less for each row: keys are looked up together, and ranges of JSON are read by one function."""

from newswire.migrate import run_sql_beside

revision = "0017_load_keys"
down_revision = "0016_columns"


def upgrade() -> None:
    """Run 0017_load_keys.sql."""
    run_sql_beside(__file__)
