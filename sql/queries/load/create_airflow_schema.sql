-- Where Airflow's own tables live, beside ours and never mixed with them.
CREATE SCHEMA IF NOT EXISTS airflow;
