-- How often each name is in the news on each day.
CREATE VIEW report.entity_day AS
SELECT
    named.entity,
    named.label,
    named.day,
    sum(named.mention_count) AS mention_count,
    count(DISTINCT named.article_id) AS article_count,
    count(DISTINCT named.cluster_id) AS story_count,
    sum(named.quoted_mention_count) AS quoted_mention_count,
    sum(named.quoted_mention_count)::float8 / sum(named.mention_count) AS in_quote_ratio,
    named.entity_id
FROM report.entity_article AS named
GROUP BY named.entity_id, named.entity, named.label, named.day;

COMMENT ON VIEW report.entity_day IS
'Names by day: one row for each name and day on which a shown article has it. New articles count from the refresh after their load on, a kill at once.';
COMMENT ON COLUMN report.entity_day.entity IS 'The name in its fullest form, or as the desk has renamed it.';
COMMENT ON COLUMN report.entity_day.label IS 'What it names: PERSON, ORG, GPE (country, city), LOC, NORP (people, party), FAC, EVENT, WORK_OF_ART, LAW, PRODUCT. Dates and amounts are not counted.';
COMMENT ON COLUMN report.entity_day.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time.';
COMMENT ON COLUMN report.entity_day.mention_count IS 'How many times it is mentioned, copies included.';
COMMENT ON COLUMN report.entity_day.article_count IS 'How many articles mention it, copies included: how far it travelled.';
COMMENT ON COLUMN report.entity_day.story_count IS 'How many different texts mention it: copies of a day count once. A text that is carried on two days counts on both: over several days count cluster_id of report.entity_article.';
COMMENT ON COLUMN report.entity_day.quoted_mention_count IS 'How many of the mentions are inside the words of a quote: it is spoken about.';
COMMENT ON COLUMN report.entity_day.in_quote_ratio IS 'Share of the mentions that are inside the words of a quote: ratio, 0 to 1.';
COMMENT ON COLUMN report.entity_day.entity_id IS 'Key of the name (report.entity): what the desk has merged counts as one.';
