-- A version whose row was taken out and that comes again, under its number (reprocess), is to be settled again.
WITH rowless AS (
    SELECT
        stage.story_id,
        stage.story_version_id
    FROM stage_key AS stage
    LEFT JOIN LATERAL (
        SELECT one.story_version_id
        FROM news.story_version AS one
        WHERE one.story_version_id = stage.story_version_id
        ORDER BY one.story_version_id
        LIMIT 1 -- keeps it a lookup: a join would be planned over the versions of all months
    ) AS version ON TRUE
    WHERE version.story_version_id IS NULL
)

UPDATE news.version_key AS known
SET is_loaded = FALSE
FROM rowless
WHERE
    known.story_id = rowless.story_id
    AND known.story_version_id = rowless.story_version_id
    AND known.is_loaded;
