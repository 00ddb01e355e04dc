-- severity: stop. Who is spoken about is mentioned inside the words of the quote, in the same article.
SELECT
    quote_mention.quote_id,
    quote_mention.mention_id,
    quote.spans,
    mention.start_char,
    mention.end_char
FROM news.quote_mention AS quote_mention
INNER JOIN news.quote AS quote ON quote_mention.quote_id = quote.quote_id
INNER JOIN news.mention AS mention ON quote_mention.mention_id = mention.mention_id
WHERE
    quote.article_id <> mention.article_id
    OR NOT quote.spans @> int4range(mention.start_char, mention.end_char)
ORDER BY quote_mention.quote_id, quote_mention.mention_id
LIMIT 100;
