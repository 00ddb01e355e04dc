-- Which names are in the news together, on each day.
CREATE VIEW report.entity_pair AS
SELECT
    named.entity,
    named.label,
    other_shown.shown_name AS other,
    other_shown.label AS other_label,
    named.day,
    count(DISTINCT named.article_id) AS article_count,
    count(DISTINCT named.cluster_id) AS story_count,
    named.entity_id,
    other_shown.entity_id AS other_entity_id
FROM report.entity_article AS named
INNER JOIN news.article_entity AS beside ON named.article_id = beside.article_id
INNER JOIN news.entity AS other ON beside.entity_id = other.entity_id
INNER JOIN news.entity AS other_shown ON other.shown_as = other_shown.entity_id
WHERE named.entity_id <> other_shown.entity_id
GROUP BY named.entity_id, named.entity, named.label, other_shown.entity_id, named.day;

COMMENT ON VIEW report.entity_pair IS
'Names that occur together: one row for each two names and day on which a shown article has both. Each pair is there twice, once from either side: bound one of them, or count WHERE entity_id < other_entity_id. Refreshed like report.entity_day.';
COMMENT ON COLUMN report.entity_pair.entity IS 'The one name, as in report.entity_day.';
COMMENT ON COLUMN report.entity_pair.label IS 'What it names: PERSON, ORG, GPE, ...';
COMMENT ON COLUMN report.entity_pair.other IS 'The other name.';
COMMENT ON COLUMN report.entity_pair.other_label IS 'What the other one names.';
COMMENT ON COLUMN report.entity_pair.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time.';
COMMENT ON COLUMN report.entity_pair.article_count IS 'How many articles have both, copies included.';
COMMENT ON COLUMN report.entity_pair.story_count IS 'How many different texts have both: copies of a day count once. A text that is carried on two days counts on both: over several days count cluster_id of report.entity_article.';
COMMENT ON COLUMN report.entity_pair.entity_id IS 'Key of the one name (report.entity).';
COMMENT ON COLUMN report.entity_pair.other_entity_id IS 'Key of the other name (report.entity).';
