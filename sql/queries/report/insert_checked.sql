-- Let the data checks look at all versions of the stories that were settled since, and at what their pointers name.
WITH
settled AS (
    SELECT DISTINCT known.story_id
    FROM news.version_key AS known
    WHERE known.loaded_at >= %(since)s
)

INSERT INTO checked (article_id)
SELECT known.story_version_id
FROM settled
INNER JOIN news.version_key AS known ON settled.story_id = known.story_id
UNION
SELECT shown.story_version_id
FROM settled
INNER JOIN news.story_current AS shown ON settled.story_id = shown.story_id
UNION
SELECT shown.article_id
FROM settled
INNER JOIN news.story_current AS shown ON settled.story_id = shown.story_id
WHERE shown.article_id IS NOT NULL;
