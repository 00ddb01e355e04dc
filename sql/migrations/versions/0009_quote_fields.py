"""What a cue says beside the words: its lemma, whether they were said, to whom; and what kind of speaker it is."""

from newswire.migrate import run_sql_beside

revision = "0009_quote_fields"
down_revision = "0008_entity_senses"


def upgrade() -> None:
    """Run 0009_quote_fields.sql."""
    run_sql_beside(__file__)
