-- How well each source was read, by day: a changed layout shows as a jump from one day to the next.
CREATE VIEW report.source_quality AS
WITH
item AS (
    SELECT
        document.source_id,
        version.received_at::date AS day,
        count(*) AS article_count,
        count(*) FILTER (WHERE version.source_format = 'html') AS page_count,
        count(*) FILTER (
            WHERE version.source_format = 'html' AND version.kept_text_ratio IS NOT NULL
        ) AS page_text_count,
        count(*) FILTER (
            WHERE version.source_format = 'html' AND version.kept_text_ratio IS NULL
        ) AS feed_text_count,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY version.kept_text_ratio) AS median_kept_text_ratio,
        avg((version.published_at IS NULL)::integer)::float AS undated_ratio
    FROM news.story_version AS version
    INNER JOIN news.raw_document AS document ON version.raw_document_id = document.raw_document_id
    WHERE version.pubstatus = 'usable'
    GROUP BY document.source_id, version.received_at::date
),

refusal AS (
    SELECT
        reason.source_id,
        reason.day,
        sum(reason.rejection_count)::bigint AS rejection_count,
        jsonb_object_agg(reason.reason, reason.rejection_count) AS rejections_by_reason
    FROM (
        SELECT
            source_id,
            first_seen_at::date AS day,
            reason,
            count(*) AS rejection_count
        FROM news.rejection
        GROUP BY source_id, first_seen_at::date, reason
    ) AS reason
    GROUP BY reason.source_id, reason.day
)

SELECT
    source.name AS source,
    coalesce(item.day, refusal.day) AS day,
    coalesce(item.article_count, 0) AS article_count,
    coalesce(item.page_count, 0) AS page_count,
    coalesce(item.page_text_count, 0) AS page_text_count,
    coalesce(item.feed_text_count, 0) AS feed_text_count,
    item.median_kept_text_ratio,
    item.undated_ratio,
    coalesce(refusal.rejection_count, 0) AS rejection_count,
    coalesce(refusal.rejections_by_reason, '{}') AS rejections_by_reason
FROM item
FULL JOIN refusal ON item.source_id = refusal.source_id AND item.day = refusal.day
INNER JOIN news.source AS source ON coalesce(item.source_id, refusal.source_id) = source.source_id;

COMMENT ON VIEW report.source_quality IS
'Source quality: how well each source was read, one row for each day (UTC) on which it brought or was refused something.';
COMMENT ON COLUMN report.source_quality.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.source_quality.day IS 'Day of receipt (UTC).';
COMMENT ON COLUMN report.source_quality.article_count IS 'How many usable versions of articles came.';
COMMENT ON COLUMN report.source_quality.page_count IS 'How many of them are web pages.';
COMMENT ON COLUMN report.source_quality.page_text_count IS 'How many pages gave their own text.';
COMMENT ON COLUMN report.source_quality.feed_text_count IS 'How many pages have the text of the feed, as theirs was shorter or gone.';
COMMENT ON COLUMN report.source_quality.median_kept_text_ratio IS 'Median share of a page''s visible words that became its text: ratio, 0 to 1; NULL without such pages.';
COMMENT ON COLUMN report.source_quality.undated_ratio IS 'Share of the articles without a time of publication: 0 to 1; NULL without articles.';
COMMENT ON COLUMN report.source_quality.rejection_count IS 'How many documents and articles were skipped for the first time.';
COMMENT ON COLUMN report.source_quality.rejections_by_reason IS 'The same by reason, as an object.';
