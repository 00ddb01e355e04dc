-- Count one request, keep when the next may follow, and give the server back: after the longest delay that the server,
-- a source or the usual manner wants, or what Retry-After says. Whoever takes it next waits for this row's commit.
UPDATE news.host
SET
    day = (clock_timestamp() AT TIME ZONE 'UTC')::date,
    day_count = CASE WHEN day = (clock_timestamp() AT TIME ZONE 'UTC')::date THEN day_count ELSE 0 END + 1,
    not_before = greatest(
        not_before,
        clock_timestamp() + make_interval(
            secs => greatest(
                coalesce(delay_s, %(delay_s)s),
                (
                    SELECT max(budget.min_delay_s)
                    FROM news.host_budget AS budget
                    WHERE budget.host = %(host)s
                ),
                %(retry_s)s
            )
        )
    )
WHERE host = %(host)s
RETURNING pg_advisory_unlock(hashtext('newswire host'), hashtext(host)) AS was_taken;
