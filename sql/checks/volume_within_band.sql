-- severity: warn. A source's last run brought about as many articles as sources.toml expects.
SELECT
    health.source,
    health.last_run_id AS run_id,
    health.last_run_article_count,
    health.expected_article_count,
    health.expected_tolerance_ratio
FROM report.source_health AS health
WHERE health.is_enabled AND health.is_outside_band
ORDER BY health.source
LIMIT 100;
