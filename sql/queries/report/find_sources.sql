-- Every source with its health: those that need a person first, those that are switched off last.
SELECT
    health.source,
    health.title,
    health.kind,
    health.location,
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
    health.needs_attention,
    health.last_28_days
FROM report.source_health AS health
ORDER BY health.needs_attention DESC, health.is_enabled DESC, health.source ASC;
