-- When the run began: the one clock that all its tasks share.
SELECT started_at
FROM news.run
WHERE run_id = %(run_id)s;
