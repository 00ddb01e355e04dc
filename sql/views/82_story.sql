-- Each story with the history of its versions; of what may not be shown there are the dates and no text.
CREATE VIEW report.story AS
SELECT
    story.story_id,
    source.name AS source,
    story.guid,
    CASE
        WHEN visible.article_id IS NOT NULL THEN 'shown'
        WHEN current_version.pubstatus = 'canceled' THEN 'killed'
        WHEN current_version.pubstatus = 'withheld' THEN 'withheld'
        WHEN current_version.embargoed_until > now() THEN 'embargoed'
        ELSE 'waiting'
    END AS state,
    CASE WHEN visible.article_id IS NOT NULL THEN current_version.headline END AS headline,
    visible.article_id,
    begin.dated_at,
    history.last_dated_at,
    extract(EPOCH FROM history.last_dated_at - begin.dated_at)::float8 / 3600 AS hours_first_to_last,
    history.version_count,
    history.correction_count,
    history.versions
-- A story begins with the earliest of its versions. As that is a row, a range of days is looked up by its times; the
-- least of all times would be known only when all versions of all stories were read.
FROM news.story_version AS begun
CROSS JOIN
    LATERAL (SELECT coalesce(begun.updated_at, begun.published_at, begun.received_at) AS dated_at) AS begin
INNER JOIN news.story AS story ON begun.story_id = story.story_id
INNER JOIN news.source AS source ON story.source_id = source.source_id
LEFT JOIN news.story_current AS shown ON story.story_id = shown.story_id
LEFT JOIN news.story_version AS current_version ON shown.story_version_id = current_version.story_version_id
LEFT JOIN report.visible_article AS visible ON story.story_id = visible.story_id
CROSS JOIN
    LATERAL (
        SELECT
            max(version.dated_at) AS last_dated_at,
            count(*) AS version_count,
            count(*) FILTER (WHERE 'correction' = ANY(version.signals)) AS correction_count,
            jsonb_agg(
                jsonb_build_object(
                    'story_version_id', version.story_version_id,
                    'version', version.version,
                    'pubstatus', version.pubstatus,
                    'signals', version.signals,
                    'dated_at', version.dated_at,
                    'received_at', version.received_at,
                    'is_current', coalesce(version.story_version_id = shown.story_version_id, FALSE)
                )
                ORDER BY version.version, version.dated_at, version.received_at, version.story_version_id
            ) AS versions
        FROM (
            SELECT
                one.story_version_id,
                one.version,
                one.pubstatus,
                one.signals,
                one.received_at,
                coalesce(one.updated_at, one.published_at, one.received_at) AS dated_at
            FROM news.version_key AS known
            INNER JOIN news.story_version AS one ON known.story_version_id = one.story_version_id
            WHERE known.story_id = story.story_id AND one.take_count IS NULL
        ) AS version
    ) AS history
WHERE
    begun.story_version_id = (
        SELECT one.story_version_id
        FROM news.version_key AS known
        INNER JOIN news.story_version AS one ON known.story_version_id = one.story_version_id
        WHERE known.story_id = begun.story_id AND one.take_count IS NULL
        ORDER BY coalesce(one.updated_at, one.published_at, one.received_at), one.story_version_id
        LIMIT 1
    );

COMMENT ON VIEW report.story IS
'Stories: one row for each identifier of a publisher, with the history of its versions, also killed, withheld and embargoed ones; their texts are not shown.';
COMMENT ON COLUMN report.story.story_id IS 'Key of the story.';
COMMENT ON COLUMN report.story.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.story.guid IS 'The publisher''s own identifier of the story.';
COMMENT ON COLUMN report.story.state IS 'shown; killed; withheld; embargoed, until its hour; waiting, until it is annotated and loaded.';
COMMENT ON COLUMN report.story.headline IS 'Headline of the current version; NULL unless it is shown.';
COMMENT ON COLUMN report.story.article_id IS 'Key of its article (report.article); NULL unless it is shown.';
COMMENT ON COLUMN report.story.dated_at IS 'When its first version was made or published, or received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.story.last_dated_at IS 'The same of its last version (UTC).';
COMMENT ON COLUMN report.story.hours_first_to_last IS 'Hours from its first version to its last one.';
COMMENT ON COLUMN report.story.version_count IS 'How many versions were received; each take of a long story is one.';
COMMENT ON COLUMN report.story.correction_count IS 'How many of them correct it.';
COMMENT ON COLUMN report.story.versions IS 'The versions in order, as a JSON array of objects: story_version_id, version, pubstatus, signals, dated_at, received_at, is_current.';
