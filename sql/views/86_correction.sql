-- Corrections, kills and holds, with what a correction changed and which copies it has reached.
CREATE VIEW report.correction AS
SELECT
    CASE version.pubstatus WHEN 'canceled' THEN 'kill' WHEN 'withheld' THEN 'hold' ELSE 'correction' END AS kind,
    source.name AS source,
    story.guid,
    version.version,
    version.received_at,
    coalesce(version.updated_at, version.published_at, version.received_at) AS dated_at,
    extract(
        EPOCH FROM
        coalesce(version.updated_at, version.published_at, version.received_at) - first_version.dated_at
    )::float8 / 3600 AS hours_after_first,
    version.edition_note,
    shown_version.headline,
    change.earlier_headline,
    change.word_diff,
    change.passages,
    reach.corrected_copy_count,
    reach.uncorrected_copy_count,
    reach.uncorrected_sources,
    visible.article_id,
    version.story_id,
    version.story_version_id,
    version.run_id
FROM news.story_version AS version
INNER JOIN news.story AS story ON version.story_id = story.story_id
INNER JOIN news.source AS source ON story.source_id = source.source_id
LEFT JOIN report.visible_article AS visible ON version.story_id = visible.story_id
LEFT JOIN news.story_version AS shown_version ON visible.story_version_id = shown_version.story_version_id
LEFT JOIN report.version_change AS change ON version.story_version_id = change.story_version_id
LEFT JOIN news.article AS corrected ON version.story_version_id = corrected.article_id
CROSS JOIN
    LATERAL (
        SELECT min(coalesce(one.updated_at, one.published_at, one.received_at)) AS dated_at
        FROM news.version_key AS known
        INNER JOIN news.story_version AS one ON known.story_version_id = one.story_version_id
        WHERE known.story_id = version.story_id
    ) AS first_version
CROSS JOIN
    LATERAL (
        SELECT
            count(*) FILTER (WHERE reached.has_reached) AS corrected_copy_count,
            count(*) FILTER (WHERE NOT reached.has_reached) AS uncorrected_copy_count,
            array_agg(DISTINCT copy_source.name) FILTER (WHERE NOT reached.has_reached) AS uncorrected_sources
        FROM news.correction_reach AS reached
        INNER JOIN report.visible_article AS copy ON reached.article_id = copy.article_id
        INNER JOIN news.source AS copy_source ON copy.source_id = copy_source.source_id
        WHERE reached.correction_id = corrected.article_id AND copy.story_id <> version.story_id
    ) AS reach
WHERE version.pubstatus <> 'usable' OR 'correction' = ANY(version.signals);

COMMENT ON VIEW report.correction IS
'Corrections, kills and holds: one row for each version that is one. What a killed, withheld or embargoed story says or said is not shown.';
COMMENT ON COLUMN report.correction.kind IS 'correction; kill (the story is withdrawn for good); hold (withheld for now).';
COMMENT ON COLUMN report.correction.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.correction.guid IS 'The publisher''s own identifier of the story.';
COMMENT ON COLUMN report.correction.version IS 'The publisher''s number of this version.';
COMMENT ON COLUMN report.correction.received_at IS 'When it was fetched (UTC).';
COMMENT ON COLUMN report.correction.dated_at IS 'When the publisher made it, or published the story, or when it was received where neither is stated (UTC).';
COMMENT ON COLUMN report.correction.hours_after_first IS 'Hours from the first version of the story to this one.';
COMMENT ON COLUMN report.correction.edition_note IS 'The publisher''s note to editors with it; NULL where there is none.';
COMMENT ON COLUMN report.correction.headline IS 'Headline of the story as it is shown now; NULL where it is not shown.';
COMMENT ON COLUMN report.correction.earlier_headline IS 'Headline before the correction; NULL where it stayed the same, or the story is not shown.';
COMMENT ON COLUMN report.correction.word_diff IS 'The changed passages, a line for each, with some characters around: [-words before-]{+words after+}; NULL for kills and holds, where the text stayed the same, and before the refresh after its load.';
COMMENT ON COLUMN report.correction.passages IS 'The same for programs, as in report.version_change; NULL for kills and holds.';
COMMENT ON COLUMN report.correction.corrected_copy_count IS 'How many shown articles of other stories have the passage as corrected.';
COMMENT ON COLUMN report.correction.uncorrected_copy_count IS 'How many still have it as it was.';
COMMENT ON COLUMN report.correction.uncorrected_sources IS 'The sources of those; NULL where there are none.';
COMMENT ON COLUMN report.correction.article_id IS 'Key of the story''s shown article (report.article); NULL where it is not shown.';
COMMENT ON COLUMN report.correction.story_id IS 'Key of the story (report.story).';
COMMENT ON COLUMN report.correction.story_version_id IS 'Key of the version (report.story_version).';
COMMENT ON COLUMN report.correction.run_id IS 'Key of the run that received it (report.run_summary).';
