-- Where each name stands: one row for each mention in a shown article.
CREATE VIEW report.mention AS
SELECT
    mention.mention_id,
    shown.shown_name AS entity,
    shown.label,
    mention.text AS as_written,
    mention.role,
    mention.start_char,
    mention.end_char,
    (
        SELECT min(quoted.quote_id)
        FROM news.quote_mention AS quoted
        WHERE quoted.mention_id = mention.mention_id AND quoted.article_id = mention.article_id
    ) AS quote_id,
    source.name AS source,
    version.headline,
    visible.dated_at,
    mention.article_id,
    visible.cluster_id,
    shown.entity_id,
    shown.ids,
    mention.annotator_version
FROM news.mention AS mention
INNER JOIN report.visible_article AS visible ON mention.article_id = visible.article_id
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
INNER JOIN news.source AS source ON visible.source_id = source.source_id
INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
LEFT JOIN news.entity_alias AS alias ON mention.entity_id = alias.entity_id AND mention.text = alias.alias
INNER JOIN news.entity AS shown ON coalesce(alias.shown_as, entity.shown_as) = shown.entity_id;

COMMENT ON VIEW report.mention IS
'Mentions: one row for each place at which a shown article has a name, a date or an amount.';
COMMENT ON COLUMN report.mention.mention_id IS 'Key of the mention; a new one when its article is annotated anew.';
COMMENT ON COLUMN report.mention.entity IS 'What is named, in its fullest form, or as the desk has merged or renamed it.';
COMMENT ON COLUMN report.mention.label IS 'What it names: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, WORK_OF_ART, LAW, PRODUCT; or a value: DATE, MONEY, PERCENT, QUANTITY.';
COMMENT ON COLUMN report.mention.as_written IS 'The words at this place.';
COMMENT ON COLUMN report.mention.role IS 'What the text says of the person at this place (special envoy for Syria); NULL where it says nothing.';
COMMENT ON COLUMN report.mention.start_char IS 'Where it begins in the article''s body, in characters from 0.';
COMMENT ON COLUMN report.mention.end_char IS 'Where it ends there, exclusive.';
COMMENT ON COLUMN report.mention.quote_id IS 'Key of the quote in whose words it is (report.quote), the first of several; NULL where it is in none.';
COMMENT ON COLUMN report.mention.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.mention.headline IS 'Headline of the article.';
COMMENT ON COLUMN report.mention.dated_at IS 'When the article was published, or received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.mention.article_id IS 'Key of the article (report.article).';
COMMENT ON COLUMN report.mention.cluster_id IS 'The same for all articles that carry the same text: count(DISTINCT cluster_id) counts copies once.';
COMMENT ON COLUMN report.mention.entity_id IS 'Key of what is named (report.entity).';
COMMENT ON COLUMN report.mention.ids IS 'Its identifiers in other systems by scheme, as a JSON object: iso3166, geonames, ...; empty where none is known.';
COMMENT ON COLUMN report.mention.annotator_version IS 'Version of the annotator that found it.';
