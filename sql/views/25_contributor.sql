-- One row for each person who is named as having worked on a shown article, and each role.
CREATE VIEW report.contributor AS
SELECT
    contributor.name,
    contributor.role,
    contributor.place,
    article.source,
    article.dated_at,
    article.headline,
    article.is_copy,
    contributor.article_id
FROM report.article AS article
INNER JOIN news.article_contributor AS contributor ON article.article_id = contributor.article_id;

COMMENT ON VIEW report.contributor IS
'Contributors: reporters, editors, translators and photographers named in bylines, sign-offs and photo credits.';
COMMENT ON COLUMN report.contributor.name IS 'The name as written there; in lower case where the text is.';
COMMENT ON COLUMN report.contributor.role IS 'reporter, writer, editor, translator, photographer, compiler, researcher, producer or graphics.';
COMMENT ON COLUMN report.contributor.place IS 'Where the sign-off says they were; NULL where it does not say.';
COMMENT ON COLUMN report.contributor.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.contributor.dated_at IS 'When the article was published, or received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.contributor.headline IS 'Headline of the article.';
COMMENT ON COLUMN report.contributor.is_copy IS 'Whether an earlier shown article carries the same text: count work with NOT is_copy.';
COMMENT ON COLUMN report.contributor.article_id IS 'Key of the article.';
