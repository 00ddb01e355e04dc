"""Load: COPY into staging, then one INSERT ... ON CONFLICT per table. Never commits."""
