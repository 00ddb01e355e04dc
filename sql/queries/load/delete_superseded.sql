-- Take away what was found in texts of these stories that no longer speak for them: after a correction, a kill or an
-- older version that comes late, the tables hold the same. The texts stay, and their annotations by hash.
WITH superseded AS (
    SELECT article.article_id
    FROM news.story_version AS version
    INNER JOIN news.article AS article ON version.story_version_id = article.article_id
    LEFT JOIN news.story_current AS shown ON version.story_id = shown.story_id
    WHERE
        version.story_id = ANY(%(story_ids)s)
        AND article.annotator_version IS NOT NULL
        AND article.article_id IS DISTINCT FROM shown.article_id
),

unsaid AS (
    DELETE FROM news.quote AS quote
    USING superseded
    WHERE quote.article_id = superseded.article_id
),

unmentioned AS (
    DELETE FROM news.mention AS mention
    USING superseded
    WHERE mention.article_id = superseded.article_id
)

UPDATE news.article AS article
SET annotator_version = NULL
FROM superseded
WHERE article.article_id = superseded.article_id;
