-- Read what is known of a server, as of the database's clock, which all fetchers share; a new day counts from 0.
INSERT INTO news.host AS host (host, day)
VALUES (%(host)s, (clock_timestamp() AT TIME ZONE 'UTC')::date)
ON CONFLICT (host) DO UPDATE
    SET
        day = excluded.day,
        day_count = CASE WHEN host.day = excluded.day THEN host.day_count ELSE 0 END
RETURNING
    robots_txt,
    robots_status,
    extract(EPOCH FROM clock_timestamp() - robots_fetched_at)::float AS robots_age_s,
    coalesce(extract(EPOCH FROM not_before - clock_timestamp())::float, 0) AS wait_s,
    least(
        daily_cap,
        (
            SELECT min(budget.daily_cap)
            FROM news.host_budget AS budget
            WHERE budget.host = %(host)s
        )
    ) - day_count AS left_count;
