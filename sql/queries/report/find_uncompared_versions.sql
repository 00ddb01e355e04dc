-- Versions that nobody has compared with the one before them yet, of stories that were settled since; of all stories
-- where no moment is given. A story of one version, as most are, is left out before any version is read.
WITH told AS (
    SELECT DISTINCT known.story_id
    FROM news.version_key AS known
    WHERE
        (known.loaded_at >= %(since)s::timestamptz OR %(since)s::timestamptz IS NULL)
        AND EXISTS (
            SELECT 1
            FROM news.version_key AS other
            WHERE other.story_id = known.story_id AND other.story_version_id <> known.story_version_id
        )
)

SELECT
    known.story_version_id,
    history.earlier_version_id
FROM told
INNER JOIN news.version_key AS known ON told.story_id = known.story_id
CROSS JOIN
    LATERAL (
        SELECT one.earlier_version_id
        FROM report.story_version AS one
        WHERE one.story_version_id = known.story_version_id
        ORDER BY one.story_version_id
        LIMIT 1 -- keeps it a lookup: a join would make the history of all stories first
    ) AS history
INNER JOIN news.article AS later ON known.story_version_id = later.article_id
INNER JOIN news.article AS earlier ON history.earlier_version_id = earlier.article_id
LEFT JOIN news.version_change AS change
    ON known.story_version_id = change.story_version_id AND history.earlier_version_id = change.earlier_version_id
WHERE change.story_version_id IS NULL
ORDER BY known.story_version_id;
