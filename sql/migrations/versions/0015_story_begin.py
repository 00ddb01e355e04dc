"""When a version was made is looked up by an index, so that a range of days of stories reads those days alone."""

from newswire.migrate import run_sql_beside

revision = "0015_story_begin"
down_revision = "0014_load"


def upgrade() -> None:
    """Run 0015_story_begin.sql."""
    run_sql_beside(__file__)
