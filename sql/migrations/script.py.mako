"""${message}."""

from newswire.migrate import run_sql_beside

revision = "${up_revision}"
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    run_sql_beside(__file__)
