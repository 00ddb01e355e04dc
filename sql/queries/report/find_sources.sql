-- The health of every source.
SELECT
    health.source,
    health.is_enabled,
    health.last_polled_at,
    health.last_outcome,
    health.last_detail,
    health.last_success_at,
    health.last_new_at,
    health.consecutive_failure_count,
    health.article_count,
    health.moved_to,
    health.attention,
    health.needs_attention
FROM report.source_health AS health
ORDER BY health.source;
