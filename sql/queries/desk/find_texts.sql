-- The texts of some articles.
SELECT
    article.article_id,
    article.body
FROM report.article AS article
WHERE article.article_id = ANY(%(article_ids)s::bigint[]);
