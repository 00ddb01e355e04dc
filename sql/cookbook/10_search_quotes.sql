-- Who spoke of a strike or of wages?
SELECT
    quote.speaker,
    quote.quote,
    quote.source
FROM report.quote_search AS search
INNER JOIN report.quote AS quote ON search.quote_id = quote.quote_id
WHERE search.words @@ websearch_to_tsquery('english', 'strike or wages') AND NOT quote.is_repeated
ORDER BY quote.dated_at, quote.article_id, quote.quote_id;
