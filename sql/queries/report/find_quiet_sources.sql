-- Enabled sources that brought far less in the last 24 hours than in the same hours of this weekday in the four weeks
-- before: under a quarter of the fewest, of at least 8. Sources of fewer articles are judged by their longest gap.
WITH week AS (
    SELECT
        source.source_id,
        source.name,
        ago.weeks,
        count(version.story_version_id) AS version_count
    FROM news.source AS source
    CROSS JOIN generate_series(0, 4) AS ago (weeks)
    LEFT JOIN news.story AS story ON source.source_id = story.source_id
    LEFT JOIN news.story_version AS version
        ON
            story.story_id = version.story_id
            AND version.received_at > %(now)s::timestamptz - make_interval(weeks => ago.weeks, days => 1)
            AND version.received_at <= %(now)s::timestamptz - make_interval(weeks => ago.weeks)
    WHERE source.is_enabled
    GROUP BY source.source_id, source.name, ago.weeks
)

SELECT
    week.name AS source,
    sum(week.version_count) FILTER (WHERE week.weeks = 0)::bigint AS version_count,
    min(week.version_count) FILTER (WHERE week.weeks > 0) AS fewest_count
FROM week
GROUP BY week.name
HAVING
    min(week.version_count) FILTER (WHERE week.weeks > 0) >= 8
    AND sum(week.version_count) FILTER (WHERE week.weeks = 0)
    < 0.25 * min(week.version_count) FILTER (WHERE week.weeks > 0)
ORDER BY week.name;
