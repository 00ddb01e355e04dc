-- How much of what an outlet runs is its own?
SELECT
    source_day.source,
    sum(source_day.article_count) AS articles,
    sum(source_day.duplicate_count) AS taken_over,
    round(1 - sum(source_day.duplicate_count)::numeric / nullif(sum(source_day.article_count), 0), 2) AS own_share,
    sum(source_day.rejection_count) AS skipped
FROM report.source_day AS source_day
GROUP BY source_day.source
ORDER BY taken_over DESC, source_day.source ASC;
