-- Close a run; a run that is checked again ends later.
UPDATE news.run
SET finished_at = greatest(%(now)s, started_at)
WHERE run_id = %(run_id)s;
