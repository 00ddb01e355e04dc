-- Join each staged quote to the mentions inside its words.
INSERT INTO news.quote_mention (quote_id, mention_id, article_id)
SELECT
    quote.quote_id,
    mention.mention_id,
    quote.article_id
FROM stage_quote AS quote
INNER JOIN stage_mention AS mention
    ON
        quote.article_id = mention.article_id
        -- Cheaper than what follows, and says no to nearly all.
        AND quote.start_char <= mention.start_char AND quote.end_char >= mention.end_char
        AND quote.spans @> int4range(mention.start_char, mention.end_char)
ORDER BY quote.quote_id, mention.mention_id;
