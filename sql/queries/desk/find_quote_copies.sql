-- Where else the statements of a page stand: the copies that carry them, oldest first.
SELECT
    quote.statement_id,
    quote.quote_id,
    quote.article_id,
    quote.source,
    quote.headline,
    quote.dated_at
FROM report.quote AS quote
WHERE
    quote.dated_at >= %(first_at)s::timestamptz - interval '60 days'
    AND quote.dated_at <= %(last_at)s::timestamptz + interval '60 days'
    AND quote.statement_id = ANY(%(statement_ids)s::bigint[])
ORDER BY quote.statement_id, quote.dated_at, quote.quote_id;
