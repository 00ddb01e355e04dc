"""Alembic's entry: all it does is in newswire.migrate, for ``alembic upgrade head`` and ``newswire migrate`` alike."""

from alembic import context

from newswire.migrate import run_upgrade

run_upgrade(context)
