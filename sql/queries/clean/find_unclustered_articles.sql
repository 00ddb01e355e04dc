-- The next articles that belong to no cluster yet.
SELECT article.article_id
FROM news.article AS article
WHERE
    NOT EXISTS (
        SELECT 1 FROM news.cluster_member AS member
        WHERE member.article_id = article.article_id
    )
ORDER BY article.article_id
LIMIT %(batch_size)s;
