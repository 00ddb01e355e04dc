-- The history of each story: all versions that were received, without their texts.
CREATE VIEW report.story_version AS
SELECT
    version.story_version_id,
    source.name AS source,
    story.guid,
    version.version,
    version.pubstatus,
    version.signals,
    version.published_at,
    version.updated_at,
    version.received_at,
    version.embargoed_until,
    version.edition_note,
    version.source_format,
    coalesce(shown.story_version_id = version.story_version_id, FALSE) AS is_current,
    coalesce(visible.story_version_id = version.story_version_id, FALSE) AS is_shown,
    version.story_id,
    version.run_id,
    (
        SELECT known.loaded_at
        FROM news.version_key AS known
        WHERE known.story_id = version.story_id AND known.story_version_id = version.story_version_id
    ) AS loaded_at,
    earlier.story_version_id AS earlier_version_id
FROM news.story_version AS version
INNER JOIN news.story AS story ON version.story_id = story.story_id
INNER JOIN news.source AS source ON story.source_id = source.source_id
LEFT JOIN news.story_current AS shown ON version.story_id = shown.story_id
LEFT JOIN report.visible_article AS visible ON version.story_id = visible.story_id
-- The order of news.story_head. What was killed or held meanwhile is not what a version came after.
LEFT JOIN LATERAL (
    SELECT
        before.story_version_id,
        before.pubstatus
    FROM news.version_key AS known
    INNER JOIN news.story_version AS before ON known.story_version_id = before.story_version_id
    LEFT JOIN news.article AS before_article ON before.story_version_id = before_article.article_id
    WHERE
        known.story_id = version.story_id
        AND before.take_number IS NULL
        AND NOT before.is_first_take
        AND (before.pubstatus <> 'usable' OR before_article.article_id IS NOT NULL)
        AND (before.version, coalesce(before.updated_at, '-infinity'), before.received_at)
        < (version.version, coalesce(version.updated_at, '-infinity'), version.received_at)
    ORDER BY before.version DESC, before.updated_at DESC NULLS LAST, before.received_at DESC, before.content_sha256 ASC
    LIMIT 1
) AS earlier ON earlier.pubstatus = 'usable';

COMMENT ON VIEW report.story_version IS
'Versions: every version of every story, also killed, embargoed and superseded ones; their texts are not shown.';
COMMENT ON COLUMN report.story_version.story_version_id IS 'Key of the version.';
COMMENT ON COLUMN report.story_version.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.story_version.guid IS 'The publisher''s own identifier of the story.';
COMMENT ON COLUMN report.story_version.version IS 'The publisher''s number of this version: it grows, and is not sequential.';
COMMENT ON COLUMN report.story_version.pubstatus IS 'IPTC publication status: usable, withheld or canceled (killed).';
COMMENT ON COLUMN report.story_version.signals IS 'What this version does to its story: update, correction, repeat, kill, advisory, planned, and by slug tag refile, wrapup, exclusive, breaking.';
COMMENT ON COLUMN report.story_version.published_at IS 'When the publisher says it was published (UTC); NULL where it does not say.';
COMMENT ON COLUMN report.story_version.updated_at IS 'When the publisher says this version was made (UTC); NULL where it does not say.';
COMMENT ON COLUMN report.story_version.received_at IS 'When this version was fetched (UTC).';
COMMENT ON COLUMN report.story_version.embargoed_until IS 'End of its embargo (UTC); NULL where there is none.';
COMMENT ON COLUMN report.story_version.edition_note IS 'The publisher''s note to editors.';
COMMENT ON COLUMN report.story_version.source_format IS 'Kind of its document: rss, atom, html, newsml-g2, ninjs, text.';
COMMENT ON COLUMN report.story_version.is_current IS 'Whether this version speaks for its story now.';
COMMENT ON COLUMN report.story_version.is_shown IS 'Whether reports show its text now: current, usable, and its embargo has passed.';
COMMENT ON COLUMN report.story_version.story_id IS 'Key of the story, the same for all its versions.';
COMMENT ON COLUMN report.story_version.run_id IS 'Key of the run that received it (report.run_summary).';
COMMENT ON COLUMN report.story_version.loaded_at IS 'When the load stage first decided about it (UTC); NULL while it waits, and for versions of before this was noted.';
COMMENT ON COLUMN report.story_version.earlier_version_id IS 'Key of the version before it that has a text; NULL for the first, and after a kill or a hold.';
