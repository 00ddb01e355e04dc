"""Texts that a task has in hand are noted, so that one which ends processes is found."""

from newswire.migrate import run_sql_beside

revision = "0021_text_attempts"
down_revision = "0020_loaded_at"


def upgrade() -> None:
    """Run 0021_text_attempts.sql."""
    run_sql_beside(__file__)
