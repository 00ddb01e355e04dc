-- Keep the answer to a request for robots.txt; the last text stays known while the server fails.
UPDATE news.host
SET
    robots_txt = coalesce(%(robots_txt)s, robots_txt),
    robots_status = %(robots_status)s,
    robots_fetched_at = clock_timestamp(),
    delay_s = coalesce(%(delay_s)s, delay_s)
WHERE host = %(host)s
RETURNING robots_txt;
