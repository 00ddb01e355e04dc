-- From when on each rule must look in this run: from the start of the last run in which it found nothing. What another
-- run loaded and did not live to check is in it; what this run loaded is, even where another began later.
SELECT
    result.name,
    least(this.started_at, max(clean.started_at)) AS since
FROM news.run AS this
INNER JOIN news.check_result AS result ON this.run_id <> result.run_id
INNER JOIN news.run AS clean ON result.run_id = clean.run_id
WHERE this.run_id = %(run_id)s AND result.row_count = 0
GROUP BY result.name, this.started_at;
