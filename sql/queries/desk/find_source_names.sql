-- The names of all sources.
SELECT health.source
FROM report.source_health AS health
ORDER BY health.source;
