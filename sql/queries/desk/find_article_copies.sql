-- The shown articles that carry the same text as this one, oldest first.
SELECT
    article.article_id,
    article.source,
    article.headline,
    article.dated_at,
    article.relation
FROM report.article AS article
WHERE
    article.article_id <> %(article_id)s
    AND article.article_id = ANY(
        array(
            SELECT unnest(ARRAY[copied.article_id, copied.origin_article_id])
            FROM report.syndication AS copied
            WHERE copied.cluster_id = %(cluster_id)s
        )
    )
ORDER BY article.dated_at, article.article_id;
