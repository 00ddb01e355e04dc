-- Where else the statements of a page stand: the articles of their clusters that carry them, oldest first.
SELECT
    quote.statement_id,
    quote.quote_id,
    quote.article_id,
    quote.source,
    quote.headline,
    quote.dated_at
FROM report.quote AS quote
WHERE
    quote.statement_id = ANY(%(statement_ids)s::bigint[])
    AND quote.article_id = ANY(
        array(
            SELECT unnest(ARRAY[copied.article_id, copied.origin_article_id])
            FROM report.syndication AS copied
            WHERE copied.cluster_id = ANY(%(cluster_ids)s::bigint[])
        )
    )
ORDER BY quote.statement_id, quote.dated_at, quote.quote_id;
