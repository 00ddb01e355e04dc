-- What each source brought on each day, and how soon it was here.
CREATE VIEW report.source_day AS
WITH item AS (
    SELECT
        visible.source_id,
        (visible.dated_at AT TIME ZONE 'UTC')::date AS day,
        1 AS article_count,
        (coalesce(visible.relation, 'update') <> 'update')::integer AS duplicate_count,
        0 AS rejection_count,
        extract(
            EPOCH FROM (
                SELECT known.loaded_at
                FROM news.version_key AS known
                WHERE known.story_id = visible.story_id AND known.story_version_id = visible.story_version_id
            ) - version.published_at
        )::float8 / 60 AS delay_min
    FROM report.visible_article AS visible
    INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
    UNION ALL
    SELECT
        rejection.source_id,
        (rejection.first_seen_at AT TIME ZONE 'UTC')::date,
        0,
        0,
        1,
        NULL
    FROM news.rejection AS rejection
)

SELECT
    source.name AS source,
    item.day,
    sum(item.article_count) AS article_count,
    sum(item.duplicate_count) AS duplicate_count,
    sum(item.rejection_count) AS rejection_count,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY item.delay_min) AS median_delay_min,
    max(item.delay_min) AS max_delay_min
FROM item
INNER JOIN news.source AS source ON item.source_id = source.source_id
GROUP BY source.source_id, item.day;

COMMENT ON VIEW report.source_day IS
'Sources by day: one row for each source and day of publication (for rejections: of receipt).';
COMMENT ON COLUMN report.source_day.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.source_day.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time; rejections count on the day on which they were skipped first.';
COMMENT ON COLUMN report.source_day.article_count IS 'How many articles are shown, copies included.';
COMMENT ON COLUMN report.source_day.duplicate_count IS 'How many of them repeat an earlier text: exact, near or contained.';
COMMENT ON COLUMN report.source_day.rejection_count IS 'How many documents and articles were skipped for the first time.';
COMMENT ON COLUMN report.source_day.median_delay_min IS 'Median time from publication to its load, in minutes; NULL where no article of the day states when it was published.';
COMMENT ON COLUMN report.source_day.max_delay_min IS 'The longest time from publication to its load, in minutes; NULL as above.';
