-- The newest statements of known speakers that the annotator is sure of, one of each article, copies once.
SELECT DISTINCT ON (quote.dated_at, quote.article_id)
    quote.quote_id,
    quote.speaker,
    quote.quote,
    quote.kind,
    quote.source,
    quote.headline,
    quote.dated_at,
    quote.article_id,
    quote.reach_article_count
FROM report.quote AS quote
WHERE
    quote.dated_at > %(now)s::timestamptz - interval '90 days'
    AND quote.speaker_kind = 'named'
    AND quote.kind = 'direct'
    AND quote.is_sure
    AND NOT quote.is_repeated
ORDER BY quote.dated_at DESC, quote.article_id DESC, quote.confidence DESC
LIMIT %(row_limit)s;
