-- How much of what an outlet runs is its own?
SELECT
    source_day.source,
    sum(source_day.article_count) AS articles,
    sum(source_day.duplicate_count) AS taken_over,
    sum(source_day.rejection_count) AS skipped
FROM report.source_day AS source_day
GROUP BY source_day.source
ORDER BY taken_over DESC, source_day.source ASC;
