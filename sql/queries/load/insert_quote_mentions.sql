-- Join each quote of these articles to the mentions inside its words.
INSERT INTO news.quote_mention (quote_id, mention_id, article_id)
SELECT
    quote.quote_id,
    mention.mention_id,
    quote.article_id
FROM news.quote AS quote
INNER JOIN news.mention AS mention
    ON quote.article_id = mention.article_id AND quote.spans @> int4range(mention.start_char, mention.end_char)
WHERE quote.article_id = ANY(%(article_ids)s) AND mention.article_id = ANY(%(article_ids)s)
ORDER BY quote.quote_id, mention.mention_id;
