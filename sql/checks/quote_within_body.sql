-- severity: stop. The words of a quote are what its spans cut out of the body, joined by ' ... '.
SELECT
    quote.quote_id,
    quote.article_id,
    quote.spans,
    char_length(text.body) AS body_char_count
FROM checked
CROSS JOIN
    LATERAL (
        SELECT article.body || '' AS body -- unpacked once, not once for each row that is compared with it
        FROM news.article AS article
        WHERE article.article_id = checked.article_id
        ORDER BY article.article_id
        LIMIT 1
    ) AS text
INNER JOIN news.quote AS quote ON checked.article_id = quote.article_id
LEFT JOIN LATERAL (
    SELECT
        string_agg(
            substr(text.body, lower(part.span) + 1, upper(part.span) - lower(part.span)),
            ' ... ' ORDER BY part.span
        ) AS text,
        max(upper(part.span)) AS end_char
    FROM unnest(quote.spans) AS part (span)
) AS cut ON TRUE
WHERE cut.text IS DISTINCT FROM quote.text OR cut.end_char > char_length(text.body)
ORDER BY checked.article_id, quote.quote_id -- by the quote alone all quotes would be read in order
LIMIT 100;
