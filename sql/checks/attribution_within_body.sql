-- severity: stop. A quote's cue and speaker are what their spans cut out of the body.
SELECT
    quote.quote_id,
    quote.article_id,
    quote.cue_span,
    quote.speaker_span
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
WHERE
    substr(text.body, lower(quote.cue_span) + 1, upper(quote.cue_span) - lower(quote.cue_span)) <> quote.cue_text
    OR substr(text.body, lower(quote.speaker_span) + 1, upper(quote.speaker_span) - lower(quote.speaker_span))
    <> quote.speaker_text
ORDER BY checked.article_id, quote.quote_id -- by the quote alone all quotes would be read in order
LIMIT 100;
