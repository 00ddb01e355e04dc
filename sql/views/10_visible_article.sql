-- What reports may show: the usable, loaded current version of each story, once its embargo has passed.
CREATE VIEW report.visible_article AS
SELECT
    shown.article_id,
    shown.story_id,
    shown.story_version_id,
    shown.annotator_version,
    story.source_id,
    member.duplicate_of,
    member.relation,
    member.similarity,
    coalesce(member.cluster_id, shown.article_id) AS cluster_id,
    coalesce(version.published_at, version.received_at) AS dated_at
FROM news.story_current AS shown
-- An article has the id of its version. Joined by that, a range of days leaves the other months of all tables out.
INNER JOIN news.story_version AS version ON shown.article_id = version.story_version_id
INNER JOIN news.story AS story ON shown.story_id = story.story_id
LEFT JOIN news.cluster_member AS member ON shown.article_id = member.article_id
WHERE
    shown.article_id IS NOT NULL
    AND version.pubstatus = 'usable'
    AND (version.embargoed_until IS NULL OR version.embargoed_until <= now());

COMMENT ON VIEW report.visible_article IS
'The ids of the articles that all other views show, one row each: join through it in queries of your own on schema news. Superseded versions, killed or withheld stories and running embargoes are not in it.';
COMMENT ON COLUMN report.visible_article.article_id IS 'Key of news.article.';
COMMENT ON COLUMN report.visible_article.story_id IS 'Key of news.story: one guid of one source.';
COMMENT ON COLUMN report.visible_article.story_version_id IS 'Key of news.story_version: the version that speaks for the story.';
COMMENT ON COLUMN report.visible_article.annotator_version IS 'Version of the annotator whose mentions and quotes are shown; NULL where none has read it.';
COMMENT ON COLUMN report.visible_article.source_id IS 'Key of news.source.';
COMMENT ON COLUMN report.visible_article.duplicate_of IS 'Key of news.article: the earlier article whose text this one repeats; NULL where it repeats none. That one may be hidden.';
COMMENT ON COLUMN report.visible_article.relation IS 'How it repeats that text: exact, near, contained or update; NULL where it repeats none.';
COMMENT ON COLUMN report.visible_article.similarity IS 'How much of it is in that text, by containment of word shingles: ratio, 0 to 1.';
COMMENT ON COLUMN report.visible_article.cluster_id IS 'The same for all articles that carry the same text; the smallest article_id among them, shown or hidden.';
COMMENT ON COLUMN report.visible_article.dated_at IS 'When it was published (UTC), or received where the source states no time.';
