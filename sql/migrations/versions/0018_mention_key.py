"""A mention is found by its place in its article, so that its number needs no index."""

from newswire.migrate import run_sql_beside

revision = "0018_mention_key"
down_revision = "0017_load_keys"


def upgrade() -> None:
    """Run 0018_mention_key.sql."""
    run_sql_beside(__file__)
