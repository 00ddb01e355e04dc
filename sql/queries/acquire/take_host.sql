-- Take a server for this session, so that one request at a time goes to it, and read what is known of it, as of the
-- database's clock, which all fetchers share. No row: another session has it, or it is not known yet (insert_host).
-- FOR UPDATE reads it as its last holder left it, also where that one's commit is still under way.
WITH taken AS MATERIALIZED (
    SELECT
        host.host,
        pg_try_advisory_lock(hashtext('newswire host'), hashtext(host.host)) AS is_taken
    FROM news.host AS host
    WHERE host.host = %(host)s
)

SELECT
    host.robots_txt,
    host.robots_status,
    extract(EPOCH FROM clock_timestamp() - host.robots_fetched_at)::float AS robots_age_s,
    coalesce(extract(EPOCH FROM host.not_before - clock_timestamp())::float, 0) AS wait_s,
    least(
        host.daily_cap,
        (
            SELECT min(budget.daily_cap)
            FROM news.host_budget AS budget
            WHERE budget.host = %(host)s
        )
    ) - CASE WHEN host.day = (clock_timestamp() AT TIME ZONE 'UTC')::date THEN host.day_count ELSE 0 END AS left_count,
    (
        SELECT count(*) = 1
        FROM news.host_budget AS budget
        WHERE
            budget.host = %(host)s
            AND budget.source = %(source)s
            AND (budget.min_delay_s, budget.daily_cap)
            IS NOT DISTINCT FROM (%(min_delay_s)s::real, %(daily_cap)s::integer)
    ) AS is_stated
FROM taken
INNER JOIN news.host AS host ON taken.host = host.host
WHERE taken.is_taken
FOR UPDATE OF host;
