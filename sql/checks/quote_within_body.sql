-- severity: stop. The words of a quote are what its spans cut out of the body, joined by ' ... '.
SELECT
    quote.quote_id,
    quote.article_id,
    quote.spans,
    char_length(article.body) AS body_char_count
FROM news.quote AS quote
INNER JOIN news.article AS article ON quote.article_id = article.article_id
LEFT JOIN LATERAL (
    SELECT
        string_agg(
            substr(article.body, lower(part.span) + 1, upper(part.span) - lower(part.span)),
            ' ... ' ORDER BY part.span
        ) AS text,
        max(upper(part.span)) AS end_char
    FROM unnest(quote.spans) AS part (span)
) AS cut ON TRUE
WHERE cut.text IS DISTINCT FROM quote.text OR cut.end_char > char_length(article.body)
ORDER BY quote.quote_id
LIMIT 100;
