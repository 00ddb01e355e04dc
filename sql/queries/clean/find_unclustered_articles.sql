-- The articles that belong to no cluster yet, all at once: to find them all keys are read, once a run and not once a
-- batch.
SELECT coalesce(array_agg(article.article_id ORDER BY article.article_id), '{}') AS article_ids
FROM news.article AS article
WHERE
    NOT EXISTS (
        SELECT 1 FROM news.cluster_member AS member
        WHERE member.article_id = article.article_id
    );
