-- The sources that need a person, and why.
SELECT
    health.source,
    health.attention
FROM report.source_health AS health
WHERE health.needs_attention
ORDER BY health.source
LIMIT %(row_limit)s;
