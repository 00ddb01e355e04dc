-- Count one request, and keep when the next may follow: after the usual delay, or what Retry-After says.
UPDATE news.host
SET
    day_count = day_count + 1,
    not_before = greatest(
        not_before, clock_timestamp() + make_interval(secs => greatest(coalesce(delay_s, %(delay_s)s), %(retry_s)s))
    )
WHERE host = %(host)s;
