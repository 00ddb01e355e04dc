"""Whether a version is settled stands in the register: noted on the version, it wrote that anew with its indexes."""

from newswire.migrate import run_sql_beside

revision = "0019_settled"
down_revision = "0018_mention_key"


def upgrade() -> None:
    """Run 0019_settled.sql."""
    run_sql_beside(__file__)
