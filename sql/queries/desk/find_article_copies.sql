-- The articles that carry the same text as this one, oldest first.
SELECT
    article.article_id,
    article.source,
    article.headline,
    article.dated_at,
    article.relation
FROM report.article AS article
WHERE article.cluster_id = %(cluster_id)s AND article.article_id <> %(article_id)s
ORDER BY article.dated_at, article.article_id;
