-- The newest run.
SELECT run_id
FROM news.run
ORDER BY run_id DESC
LIMIT 1;
