-- One row for each article that may be shown: what it says, where it came from, and how far it travelled.
CREATE VIEW report.article AS
SELECT
    visible.article_id,
    source.name AS source,
    source.title AS source_title,
    story.guid,
    version.version,
    version.signals,
    version.published_at,
    version.updated_at,
    version.received_at,
    visible.dated_at,
    version.embargoed_until,
    version.headline,
    article.body,
    article.word_count,
    article.byline,
    article.dateline_place AS place,
    article.dateline_on,
    article.dateline_agency AS agency,
    version.section,
    version.urgency,
    article.language,
    article.is_degraded,
    article.damage,
    (
        SELECT array_agg(contributor.name || ' (' || contributor.role || ')' ORDER BY contributor.position)
        FROM news.article_contributor AS contributor
        WHERE contributor.article_id = visible.article_id
    ) AS contributors,
    version.url,
    visible.story_id,
    visible.cluster_id,
    original.article_id AS copy_of,
    visible.relation,
    original.article_id IS NOT NULL AS is_copy,
    (
        SELECT count(*)
        FROM news.cluster_member AS member
        INNER JOIN report.visible_article AS other ON member.article_id = other.article_id
        WHERE member.cluster_id = visible.cluster_id AND member.article_id <> visible.article_id
    ) AS copy_count,
    (
        SELECT count(*)
        FROM news.quote AS quote
        WHERE quote.article_id = visible.article_id
    ) AS quote_count,
    (
        SELECT count(*)
        FROM news.version_key AS known
        INNER JOIN news.story_version AS received ON known.story_version_id = received.story_version_id
        WHERE known.story_id = visible.story_id AND received.take_count IS NULL
    ) AS version_count,
    visible.annotator_version
FROM report.visible_article AS visible
INNER JOIN news.article AS article ON visible.article_id = article.article_id
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
INNER JOIN news.story AS story ON visible.story_id = story.story_id
INNER JOIN news.source AS source ON visible.source_id = source.source_id
-- The first shown article of the cluster stands for all: where the original is killed, a copy takes its place.
LEFT JOIN LATERAL (
    SELECT min(other.article_id) AS article_id
    FROM news.cluster_member AS member
    INNER JOIN report.visible_article AS other ON member.article_id = other.article_id
    WHERE
        member.cluster_id = visible.cluster_id
        AND member.article_id < visible.article_id
        AND visible.relation IN ('exact', 'near', 'contained')
) AS original ON TRUE;

COMMENT ON VIEW report.article IS
'Articles: the current version of each story, one row each. Killed and withheld stories and running embargoes are not in it.';
COMMENT ON COLUMN report.article.article_id IS 'Key of the article.';
COMMENT ON COLUMN report.article.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.article.source_title IS 'Name of the source for people; NULL where sources.toml gives none.';
COMMENT ON COLUMN report.article.guid IS 'The publisher''s own identifier of the story.';
COMMENT ON COLUMN report.article.version IS 'The publisher''s number of this version: it grows, and is not sequential.';
COMMENT ON COLUMN report.article.signals IS 'What this version did to its story: update, correction, repeat, advisory, planned, and by slug tag refile, wrapup, exclusive, breaking; empty for a plain first version.';
COMMENT ON COLUMN report.article.published_at IS 'When the publisher says it was published (UTC); NULL where it does not say.';
COMMENT ON COLUMN report.article.updated_at IS 'When the publisher says this version was made (UTC); NULL where it does not say.';
COMMENT ON COLUMN report.article.received_at IS 'When this version was fetched (UTC).';
COMMENT ON COLUMN report.article.dated_at IS 'published_at, or received_at where the publisher states no time (UTC).';
COMMENT ON COLUMN report.article.embargoed_until IS 'End of its embargo (UTC), which has passed; NULL where there was none.';
COMMENT ON COLUMN report.article.headline IS 'Headline as published.';
COMMENT ON COLUMN report.article.body IS 'Cleaned text: without dateline, byline and wire furniture; paragraphs parted by a blank line.';
COMMENT ON COLUMN report.article.word_count IS 'Length of body, in words.';
COMMENT ON COLUMN report.article.byline IS 'Who wrote it, as the article says.';
COMMENT ON COLUMN report.article.place IS 'Where it was filed, as its dateline says.';
COMMENT ON COLUMN report.article.dateline_on IS 'Day on which it was filed, as its dateline says.';
COMMENT ON COLUMN report.article.agency IS 'Agency that its dateline names.';
COMMENT ON COLUMN report.article.section IS 'Section in which the publisher put it.';
COMMENT ON COLUMN report.article.urgency IS 'IPTC urgency: 1 (most urgent) to 8.';
COMMENT ON COLUMN report.article.language IS 'Language of body, ISO 639-1 code; NULL where the text is too short to tell.';
COMMENT ON COLUMN report.article.is_degraded IS 'Whether the text came lowercased, tokenised or without its quotation marks.';
COMMENT ON COLUMN report.article.damage IS 'What the text lost: lowercased, capitals, tokenised, lost_apostrophes, lost_quotes; empty for most.';
COMMENT ON COLUMN report.article.contributors IS 'Who worked on it, with role, as its byline, sign-off and photo credits say; NULL where they name nobody. See report.contributor.';
COMMENT ON COLUMN report.article.url IS 'Address of its page.';
COMMENT ON COLUMN report.article.story_id IS 'Key of the story, the same for all its versions.';
COMMENT ON COLUMN report.article.cluster_id IS 'The same for all articles that carry the same text, whatever their source.';
COMMENT ON COLUMN report.article.copy_of IS 'article_id of the first shown article that carries the same text; NULL where that is this one.';
COMMENT ON COLUMN report.article.relation IS 'How it repeats an earlier text: exact, near, contained or update (which is no copy); NULL where it repeats none.';
COMMENT ON COLUMN report.article.is_copy IS 'Whether an earlier shown article carries the same text: count stories with NOT is_copy.';
COMMENT ON COLUMN report.article.copy_count IS 'How many other shown articles carry the same text.';
COMMENT ON COLUMN report.article.quote_count IS 'How many quotes it has.';
COMMENT ON COLUMN report.article.version_count IS 'How many versions of the story were received; each take of a long story is one.';
COMMENT ON COLUMN report.article.annotator_version IS 'Version of the annotator whose mentions and quotes are shown; NULL where none has read it.';
