-- This run, where it took over three times the median of the last 20 ended ones of its DAG, of at least five, and over
-- five minutes: below that nobody waits.
SELECT
    run.dag_id,
    extract(EPOCH FROM run.finished_at - run.started_at)::float AS duration_s,
    usual.median_s
FROM news.run AS run
CROSS JOIN
    LATERAL (
        SELECT
            count(*) AS run_count,
            percentile_cont(0.5) WITHIN GROUP (ORDER BY earlier.duration_s) AS median_s
        FROM (
            SELECT extract(EPOCH FROM past.finished_at - past.started_at)::float AS duration_s
            FROM news.run AS past
            WHERE past.dag_id = run.dag_id AND past.run_id < run.run_id AND past.finished_at IS NOT NULL
            ORDER BY past.run_id DESC
            LIMIT 20
        ) AS earlier
    ) AS usual
WHERE
    run.run_id = %(run_id)s
    AND usual.run_count >= 5
    AND run.finished_at - run.started_at > greatest(3 * usual.median_s, 300) * interval '1 second';
