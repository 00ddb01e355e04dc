"""The desk: pages over schema ``report`` for a news desk, served inside Airflow's UI. It reads and never writes."""
