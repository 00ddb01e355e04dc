-- Count one request, and keep when the next may follow: after the longest delay that the server, a source or the usual
-- manner wants, or what Retry-After says.
UPDATE news.host
SET
    day_count = day_count + 1,
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
WHERE host = %(host)s;
