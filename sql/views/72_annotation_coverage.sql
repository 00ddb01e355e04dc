-- Which annotator has read how much of what is shown.
CREATE VIEW report.annotation_coverage AS
SELECT
    visible.annotator_version,
    article.unannotated_reason,
    article.language,
    count(*) AS article_count,
    sum(article.word_count) AS word_count,
    count(*)::float8 / sum(count(*)) OVER () AS article_ratio,
    max(known.loaded_at) AS last_loaded_at
FROM report.visible_article AS visible
INNER JOIN news.article AS article ON visible.article_id = article.article_id
INNER JOIN news.version_key AS known
    ON visible.story_id = known.story_id AND visible.story_version_id = known.story_version_id
GROUP BY visible.annotator_version, article.unannotated_reason, article.language;

COMMENT ON VIEW report.annotation_coverage IS
'Annotation coverage: how many shown articles each version of the annotator has read, one row for each version, reason and language.';
COMMENT ON COLUMN report.annotation_coverage.annotator_version IS 'Version of the annotator whose mentions and quotes are shown; NULL where none has read them.';
COMMENT ON COLUMN report.annotation_coverage.unannotated_reason IS 'Why they are not annotated: language (no model reads it) or rejected (see report.rejection); NULL where they are, or wait.';
COMMENT ON COLUMN report.annotation_coverage.language IS 'Language of the articles, ISO 639-1 code; NULL where the text is too short to tell.';
COMMENT ON COLUMN report.annotation_coverage.article_count IS 'How many articles.';
COMMENT ON COLUMN report.annotation_coverage.word_count IS 'Their length together, in words.';
COMMENT ON COLUMN report.annotation_coverage.article_ratio IS 'Their share of all shown articles: ratio, 0 to 1.';
COMMENT ON COLUMN report.annotation_coverage.last_loaded_at IS 'When the newest of them was loaded (UTC).';
