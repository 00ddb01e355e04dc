-- The versions that correct an earlier one among these articles, each with the version before it that has a text.
SELECT
    article.article_id AS correction_id,
    earlier.article_id AS corrected_id
FROM news.article AS article
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
CROSS JOIN
    LATERAL (
        SELECT before.article_id
        FROM news.story_version AS before_version
        INNER JOIN news.article AS before ON before_version.story_version_id = before.article_id
        WHERE before_version.story_id = version.story_id AND before_version.version < version.version
        ORDER BY before_version.version DESC
        LIMIT 1
    ) AS earlier
WHERE article.article_id = ANY(%(article_ids)s::bigint[]) AND 'correction' = ANY(version.signals)
ORDER BY article.article_id;
