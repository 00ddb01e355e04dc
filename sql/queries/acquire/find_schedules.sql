-- When these sources are polled next, as it stands.
SELECT
    name,
    poll_interval_s,
    failure_count,
    next_poll_at
FROM news.source
WHERE name = ANY(%(names)s::text[])
ORDER BY name;
