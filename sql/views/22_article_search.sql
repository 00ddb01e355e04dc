-- The words of each shown article, for full-text search.
CREATE VIEW report.article_search AS
SELECT
    visible.article_id,
    visible.dated_at,
    to_tsvector('english', article.body) AS body_words,
    to_tsvector('english', coalesce(version.headline, '')) AS headline_words
FROM report.visible_article AS visible
INNER JOIN news.article AS article ON visible.article_id = article.article_id
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id;

COMMENT ON VIEW report.article_search IS
'Search in articles: join it to report.article by article_id, WHERE body_words @@ websearch_to_tsquery(''english'', ''"peace talks" -football'').';
COMMENT ON COLUMN report.article_search.article_id IS 'Key of the article (report.article).';
COMMENT ON COLUMN report.article_search.dated_at IS 'When it was published, or received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.article_search.body_words IS 'The words of its body in their English basic forms, with their positions.';
COMMENT ON COLUMN report.article_search.headline_words IS 'The same of its headline; empty where it has none.';
