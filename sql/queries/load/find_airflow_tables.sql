-- Whether Airflow's tables are there: one row, or none.
SELECT table_name
FROM information_schema.tables
WHERE table_schema = 'airflow' AND table_name = 'alembic_version';
