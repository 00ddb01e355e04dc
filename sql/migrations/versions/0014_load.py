"""Keys and notes of a load are checked and written by statement; what speaks for a story is found by lookups."""

from newswire.migrate import run_sql_beside

revision = "0014_load"
down_revision = "0013_annotated"


def upgrade() -> None:
    """Run 0014_load.sql."""
    run_sql_beside(__file__)
