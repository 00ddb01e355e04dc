-- Point reports at the head version of each settled story, and return how many stories are new to them; an unchanged
-- pointer is not written.
WITH pointed AS (
    INSERT INTO news.story_current (story_id, story_version_id, article_id, annotator_version)
    SELECT
        head.story_id,
        head.story_version_id,
        head.article_id,
        head.annotator_version
    FROM
        unnest(
            %(story_ids)s::bigint[],
            %(story_version_ids)s::bigint[],
            %(article_ids)s::bigint[],
            %(annotator_versions)s::text[]
        ) AS head (story_id, story_version_id, article_id, annotator_version)
    ORDER BY head.story_id
    ON CONFLICT (story_id) DO UPDATE
        SET
            story_version_id = excluded.story_version_id,
            article_id = excluded.article_id,
            annotator_version = excluded.annotator_version
        WHERE (story_current.story_version_id, story_current.article_id, story_current.annotator_version)
        IS DISTINCT FROM (excluded.story_version_id, excluded.article_id, excluded.annotator_version)
    RETURNING (xmax = 0) AS is_new
)

SELECT count(*) FILTER (WHERE pointed.is_new) AS new_count
FROM pointed;
