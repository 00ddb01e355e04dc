-- How often each name is in the news on each day.
CREATE VIEW report.entity_day AS
WITH quoted AS (
    SELECT DISTINCT mention_id
    FROM news.quote_mention
)

SELECT
    shown.shown_name AS entity,
    shown.label,
    (visible.dated_at AT TIME ZONE 'UTC')::date AS day,
    count(*) AS mention_count,
    count(DISTINCT visible.article_id) AS article_count,
    count(DISTINCT visible.cluster_id) AS story_count,
    count(quoted.mention_id) AS quoted_mention_count,
    shown.entity_id
FROM news.mention AS mention
INNER JOIN report.visible_article AS visible ON mention.article_id = visible.article_id
INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
INNER JOIN news.entity_alias AS alias ON mention.entity_id = alias.entity_id AND mention.text = alias.alias
INNER JOIN news.entity AS shown ON coalesce(alias.shown_as, entity.shown_as) = shown.entity_id
LEFT JOIN quoted ON mention.mention_id = quoted.mention_id
WHERE shown.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
GROUP BY shown.entity_id, (visible.dated_at AT TIME ZONE 'UTC')::date;

COMMENT ON VIEW report.entity_day IS 'Names by day: one row for each name and day on which a shown article has it.';
COMMENT ON COLUMN report.entity_day.entity IS 'The name in its fullest form, or as the desk has renamed it.';
COMMENT ON COLUMN report.entity_day.label IS 'What it names: PERSON, ORG, GPE (country, city), LOC, NORP (people, party), FAC, EVENT, WORK_OF_ART, LAW, PRODUCT. Dates and amounts are not counted.';
COMMENT ON COLUMN report.entity_day.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time.';
COMMENT ON COLUMN report.entity_day.mention_count IS 'How many times it is mentioned, copies included.';
COMMENT ON COLUMN report.entity_day.article_count IS 'How many articles mention it, copies included.';
COMMENT ON COLUMN report.entity_day.story_count IS 'How many different texts mention it: syndicated copies count once.';
COMMENT ON COLUMN report.entity_day.quoted_mention_count IS 'How many of the mentions are inside the words of a quote: it is spoken about.';
COMMENT ON COLUMN report.entity_day.entity_id IS 'Key of news.entity: what the desk has merged counts as one.';
