-- For each claimed story its head version, whether the text of that is annotated, what reports show now, and the ids of
-- its other versions.
SELECT
    story.story_id,
    story.source_id,
    head.story_version_id,
    head.pubstatus,
    head.article_id,
    head.unannotated_reason,
    shown.article_id AS shown_article_id,
    shown.annotator_version,
    annotation.body_sha256 IS NOT NULL AS is_annotated,
    (
        SELECT coalesce(array_agg(known.story_version_id), '{}')
        FROM news.version_key AS known
        WHERE known.story_id = story.story_id AND known.story_version_id IS DISTINCT FROM head.story_version_id
    ) AS other_ids
FROM news.story AS story
LEFT JOIN news.story_current AS shown ON story.story_id = shown.story_id
LEFT JOIN LATERAL (
    SELECT
        one.story_version_id,
        one.pubstatus,
        one.article_id,
        one.body_sha256,
        one.unannotated_reason
    FROM news.story_head AS one
    WHERE one.story_id = story.story_id
    ORDER BY one.story_version_id
    LIMIT 1
) AS head ON TRUE
LEFT JOIN news.annotation AS annotation
    ON head.body_sha256 = annotation.body_sha256 AND annotation.annotator_version = %(annotator_version)s
WHERE story.story_id = ANY(%(story_ids)s::bigint[])
ORDER BY story.story_id;
