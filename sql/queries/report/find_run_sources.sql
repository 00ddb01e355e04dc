-- The sources that one run polled, and what came of each.
SELECT
    source.name AS source,
    poll.outcome,
    poll.document_count,
    poll.new_count,
    poll.detail,
    health.article_count,
    health.consecutive_failure_count,
    health.needs_attention
FROM news.feed_poll AS poll
INNER JOIN news.source AS source ON poll.source_id = source.source_id
INNER JOIN report.source_health AS health ON source.name = health.source
WHERE poll.run_id = %(run_id)s
ORDER BY source.name, poll.feed_poll_id;
