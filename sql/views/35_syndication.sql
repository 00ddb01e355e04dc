-- How far a story travelled: one row for each copy and update of a shown story, with why it is one.
CREATE VIEW report.syndication AS
SELECT
    member.cluster_id,
    member.duplicate_of AS origin_article_id,
    origin_source.name AS origin_source,
    origin_shown_version.headline AS origin_headline,
    coalesce(origin_version.published_at, origin_version.received_at) AS origin_dated_at,
    visible.article_id,
    source.name AS source,
    version.headline,
    visible.dated_at,
    extract(EPOCH FROM visible.dated_at - coalesce(origin_version.published_at, origin_version.received_at))::float8
    / 3600 AS hours_after,
    CASE
        WHEN member.relation = 'update' THEN 'version'
        WHEN member.relation = 'exact' THEN 'same text'
        ELSE 'copy'
    END AS relation,
    member.relation AS detail,
    member.basis,
    member.similarity,
    member.kept_ratio,
    member.own_ratio,
    member.numbers_ratio,
    member.shared_sentence_count,
    (
        SELECT bool_and(reach.has_reached)
        FROM news.correction_reach AS reach
        WHERE reach.article_id = visible.article_id
    ) AS has_correction
FROM report.visible_article AS visible
INNER JOIN news.cluster_member AS member ON visible.article_id = member.article_id
INNER JOIN news.article AS origin ON member.duplicate_of = origin.article_id
INNER JOIN news.story_version AS origin_version ON origin.story_version_id = origin_version.story_version_id
INNER JOIN news.story AS origin_story ON origin_version.story_id = origin_story.story_id
INNER JOIN news.source AS origin_source ON origin_story.source_id = origin_source.source_id
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
INNER JOIN news.source AS source ON visible.source_id = source.source_id
-- What a killed or held story said must not come back through its copies.
INNER JOIN report.visible_article AS origin_shown ON origin_version.story_id = origin_shown.story_id
INNER JOIN news.story_version AS origin_shown_version
    ON origin_shown.story_version_id = origin_shown_version.story_version_id;

COMMENT ON VIEW report.syndication IS
'How far a story travelled: one row for each shown article that repeats an earlier one, with what made them one story. A copy whose origin was killed since has no row. The desk pins and splits pairs by news.cluster_override.';
COMMENT ON COLUMN report.syndication.cluster_id IS 'The same for all articles of the story, whatever their source.';
COMMENT ON COLUMN report.syndication.origin_article_id IS 'Key of the earliest article of the story; it may be an earlier version that is shown no more.';
COMMENT ON COLUMN report.syndication.origin_source IS 'Source of the origin.';
COMMENT ON COLUMN report.syndication.origin_headline IS 'Headline of the origin''s story, as it is shown now.';
COMMENT ON COLUMN report.syndication.origin_dated_at IS 'When the origin was published (UTC), or received where its source states no time.';
COMMENT ON COLUMN report.syndication.article_id IS 'Key of the copy (report.article).';
COMMENT ON COLUMN report.syndication.source IS 'Source of the copy.';
COMMENT ON COLUMN report.syndication.headline IS 'Headline of the copy.';
COMMENT ON COLUMN report.syndication.dated_at IS 'When the copy was published (UTC), or received where its source states no time.';
COMMENT ON COLUMN report.syndication.hours_after IS 'Hours from the origin to the copy.';
COMMENT ON COLUMN report.syndication.relation IS 'same text: word by word; version: an update of the same story; copy: the text elsewhere, changed or in part.';
COMMENT ON COLUMN report.syndication.detail IS 'exact; near: as long as the origin; contained: a part of it or with parts added; update.';
COMMENT ON COLUMN report.syndication.basis IS 'What joined it: text; story: versions under one id; headline: a slug tag; desk: a pin. NULL: through a third text.';
COMMENT ON COLUMN report.syndication.similarity IS 'Share of the shorter text''s word shingles that the longer one has: ratio, 0 to 1.';
COMMENT ON COLUMN report.syndication.kept_ratio IS 'Share of the origin''s text that the copy has: ratio, 0 to 1.';
COMMENT ON COLUMN report.syndication.own_ratio IS 'Share of the copy''s text that is the origin''s: ratio, 0 to 1.';
COMMENT ON COLUMN report.syndication.numbers_ratio IS 'Share of the figures of the text with fewer figures that both have: ratio, 0 to 1; NULL where one has none.';
COMMENT ON COLUMN report.syndication.shared_sentence_count IS 'Whole sentences that both have, case and marks apart.';
COMMENT ON COLUMN report.syndication.has_correction IS 'Whether the copy says what the story''s corrections say: false where it still has a passage that was corrected; NULL where it has none of the passages.';
