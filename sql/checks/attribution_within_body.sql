-- severity: stop. A quote's cue and speaker are what their spans cut out of the body.
SELECT
    quote.quote_id,
    quote.article_id,
    quote.cue_span,
    quote.speaker_span
FROM news.quote AS quote
INNER JOIN news.article AS article ON quote.article_id = article.article_id
WHERE
    substr(article.body, lower(quote.cue_span) + 1, upper(quote.cue_span) - lower(quote.cue_span)) <> quote.cue_text
    OR substr(article.body, lower(quote.speaker_span) + 1, upper(quote.speaker_span) - lower(quote.speaker_span))
    <> quote.speaker_text
ORDER BY quote.quote_id
LIMIT 100;
