-- Keep the cleaned text of each staged version that has one.
INSERT INTO news.article (
    story_version_id, body, body_sha256, word_count, language, is_degraded, damage, byline, dateline_place,
    dateline_on, dateline_agency, cleaner_version, unannotated_reason
)
SELECT
    version.story_version_id,
    stage.article_body,
    stage.article_body_sha256,
    stage.word_count,
    stage.article_language,
    stage.is_degraded,
    stage.damage,
    stage.article_byline,
    stage.dateline_place,
    stage.dateline_on,
    stage.dateline_agency,
    stage.cleaner_version,
    stage.unannotated_reason
FROM stage_version AS stage
INNER JOIN news.story AS story ON stage.source_id = story.source_id AND stage.guid = story.guid
INNER JOIN news.story_version AS version
    ON
        story.story_id = version.story_id
        AND stage.version = version.version
        AND stage.content_sha256 = version.content_sha256
WHERE stage.article_body IS NOT NULL
ORDER BY version.story_version_id
ON CONFLICT (story_version_id) DO NOTHING;
