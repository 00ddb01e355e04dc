"""What agencies say of a version beside its text, and how well a page was read."""

from newswire.migrate import run_sql_beside

revision = "0002_version_fields"
down_revision = "0001_news"


def upgrade() -> None:
    """Run 0002_version_fields.sql."""
    run_sql_beside(__file__)
