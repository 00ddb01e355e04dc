"""People of one name kept apart by their field, roles, and the desk's word on entities."""

from newswire.migrate import run_sql_beside

revision = "0008_entity_senses"
down_revision = "0007_copies"


def upgrade() -> None:
    """Run 0008_entity_senses.sql."""
    run_sql_beside(__file__)
