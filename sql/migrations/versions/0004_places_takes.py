"""Places of a version, several genres, and long stories that come in takes."""

from newswire.migrate import run_sql_beside

revision = "0004_places_takes"
down_revision = "0003_hosts"


def upgrade() -> None:
    """Run 0004_places_takes.sql."""
    run_sql_beside(__file__)
