-- severity: stop. Who is spoken about is mentioned inside the words of the quote, in the same article.
SELECT
    quote_mention.quote_id,
    quote_mention.mention_id,
    quote.spans,
    mention.start_char,
    mention.end_char
FROM checked
INNER JOIN news.quote_mention AS quote_mention ON checked.article_id = quote_mention.article_id
-- Within the article, as in their keys: a mention's number has no index. That both are there is no_orphan's to say.
INNER JOIN news.quote AS quote
    ON checked.article_id = quote.article_id AND quote_mention.quote_id = quote.quote_id
INNER JOIN news.mention AS mention
    ON checked.article_id = mention.article_id AND quote_mention.mention_id = mention.mention_id
WHERE NOT quote.spans @> int4range(mention.start_char, mention.end_char)
ORDER BY quote_mention.quote_id, quote_mention.mention_id
LIMIT 100;
