-- Keep the cleaned text of each staged version that has one; it has the id of its version.
INSERT INTO news.article (
    article_id, story_version_id, body, body_sha256, word_count, language, is_degraded, damage, byline,
    dateline_place, dateline_on, dateline_agency, cleaner_version, unannotated_reason
)
SELECT
    known.story_version_id AS article_id,
    known.story_version_id,
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
INNER JOIN stage_key AS known ON stage.item_number = known.item_number
WHERE stage.article_body IS NOT NULL
ORDER BY known.story_version_id, stage.item_number
ON CONFLICT (article_id) DO NOTHING;
