-- How often each name is in the news on each day.
CREATE VIEW report.entity_day AS
SELECT
    shown.shown_name AS entity,
    shown.label,
    counted.day,
    sum(counted.mention_count) AS mention_count,
    count(DISTINCT visible.article_id) AS article_count,
    count(DISTINCT visible.cluster_id) AS story_count,
    sum(counted.quoted_mention_count) AS quoted_mention_count,
    sum(counted.quoted_mention_count)::float8 / sum(counted.mention_count) AS in_quote_ratio,
    shown.entity_id
FROM news.article_entity AS counted
-- A lookup for each row of the days asked for: a join would be planned over the articles of all days.
CROSS JOIN
    LATERAL (
        SELECT
            one.article_id,
            one.cluster_id
        FROM report.visible_article AS one
        WHERE one.article_id = counted.article_id
        ORDER BY one.article_id
        LIMIT 1
    ) AS visible
INNER JOIN news.entity AS entity ON counted.entity_id = entity.entity_id
INNER JOIN news.entity AS shown ON entity.shown_as = shown.entity_id
GROUP BY shown.entity_id, counted.day;

COMMENT ON VIEW report.entity_day IS
'Names by day: one row for each name and day on which a shown article has it. New articles count from the refresh after their load on, a kill at once.';
COMMENT ON COLUMN report.entity_day.entity IS 'The name in its fullest form, or as the desk has renamed it.';
COMMENT ON COLUMN report.entity_day.label IS 'What it names: PERSON, ORG, GPE (country, city), LOC, NORP (people, party), FAC, EVENT, WORK_OF_ART, LAW, PRODUCT. Dates and amounts are not counted.';
COMMENT ON COLUMN report.entity_day.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time.';
COMMENT ON COLUMN report.entity_day.mention_count IS 'How many times it is mentioned, copies included.';
COMMENT ON COLUMN report.entity_day.article_count IS 'How many articles mention it, copies included: how far it travelled.';
COMMENT ON COLUMN report.entity_day.story_count IS 'How many different texts mention it: copies of a day count once. A text that is carried on two days counts on both: over several days count cluster_id of report.mention.';
COMMENT ON COLUMN report.entity_day.quoted_mention_count IS 'How many of the mentions are inside the words of a quote: it is spoken about.';
COMMENT ON COLUMN report.entity_day.in_quote_ratio IS 'Share of the mentions that are inside the words of a quote: ratio, 0 to 1.';
COMMENT ON COLUMN report.entity_day.entity_id IS 'Key of the name (report.entity): what the desk has merged counts as one.';
