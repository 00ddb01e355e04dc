-- Keep when a source is polled next.
UPDATE news.source
SET
    poll_interval_s = %(poll_interval_s)s,
    failure_count = %(failure_count)s,
    next_poll_at = %(next_poll_at)s
WHERE name = %(name)s;
