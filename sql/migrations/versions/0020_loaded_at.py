"""What was settled since a moment is looked up by an index."""

from newswire.migrate import run_sql_beside

revision = "0020_loaded_at"
down_revision = "0019_settled"


def upgrade() -> None:
    """Run 0020_loaded_at.sql."""
    run_sql_beside(__file__)
