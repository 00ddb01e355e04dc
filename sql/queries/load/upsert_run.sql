-- Open a run, or find it again when its first task is tried again.
INSERT INTO news.run (dag_id, airflow_run_id, params, started_at)
VALUES (%(dag_id)s, %(airflow_run_id)s, %(params)s, %(now)s)
ON CONFLICT (dag_id, airflow_run_id) DO UPDATE
    SET params = excluded.params
RETURNING run_id, started_at;
