-- What decides the cluster of these articles: their text, story, source, headline and time; and the cluster they have.
SELECT
    article.article_id,
    article.body,
    version.story_id,
    story.source_id,
    version.headline,
    coalesce(version.published_at, version.received_at) AS dated_at,
    member.cluster_id
FROM news.article AS article
INNER JOIN news.story_version AS version ON article.article_id = version.story_version_id
INNER JOIN news.story AS story ON version.story_id = story.story_id
LEFT JOIN news.cluster_member AS member ON article.article_id = member.article_id
WHERE article.article_id = ANY(%(article_ids)s::bigint[])
ORDER BY article.article_id;
