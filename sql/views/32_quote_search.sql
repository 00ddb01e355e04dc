-- The words of each quote in a shown article, for full-text search.
CREATE VIEW report.quote_search AS
SELECT
    quote.quote_id,
    quote.article_id,
    visible.dated_at,
    to_tsvector('english', quote.text) AS words
FROM news.quote AS quote
INNER JOIN report.visible_article AS visible ON quote.article_id = visible.article_id;

COMMENT ON VIEW report.quote_search IS
'Search in quotes: join it to report.quote by quote_id, WHERE words @@ websearch_to_tsquery(''english'', ''ceasefire or truce'').';
COMMENT ON COLUMN report.quote_search.quote_id IS 'Key of the quote (report.quote).';
COMMENT ON COLUMN report.quote_search.article_id IS 'Key of the article (report.article).';
COMMENT ON COLUMN report.quote_search.dated_at IS 'When the article was published, or received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.quote_search.words IS 'The words of the quote in their English basic forms, with their positions.';
