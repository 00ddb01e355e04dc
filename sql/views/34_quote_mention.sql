-- Who spoke about whom: one row for each name in the words of a quote.
CREATE VIEW report.quote_mention AS
SELECT
    quote.speaker,
    mentioned.entity AS about,
    mentioned.label AS about_label,
    quote.quote,
    quote.kind,
    quote.modality,
    mentioned.as_written AS about_as_written,
    mentioned.start_char,
    mentioned.end_char,
    quote.source,
    quote.headline,
    quote.dated_at,
    quote.is_repeated,
    quote.reach_article_count,
    quote.is_sure,
    quote.quote_id,
    quote.statement_id,
    quote.article_id,
    quote.cluster_id,
    quote.speaker_entity_id,
    mentioned.entity_id AS about_entity_id,
    mentioned.mention_id
FROM report.quote AS quote
CROSS JOIN
    LATERAL (
        SELECT
            mention.mention_id,
            mention.text AS as_written,
            mention.start_char,
            mention.end_char,
            shown.entity_id,
            shown.shown_name AS entity,
            shown.label
        FROM news.quote_mention AS pair
        INNER JOIN news.mention AS mention
            ON pair.mention_id = mention.mention_id AND pair.article_id = mention.article_id
        INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
        LEFT JOIN news.entity_alias AS alias ON mention.entity_id = alias.entity_id AND mention.text = alias.alias
        INNER JOIN news.entity AS shown ON coalesce(alias.shown_as, entity.shown_as) = shown.entity_id
        WHERE pair.quote_id = quote.quote_id AND pair.article_id = quote.article_id
        ORDER BY mention.mention_id
        OFFSET 0 -- keeps it a lookup for each quote: a join would be planned over the pairs and mentions of all days
    ) AS mentioned
WHERE mentioned.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY');

COMMENT ON VIEW report.quote_mention IS
'Who spoke about whom: one row for each place at which the words of a quote name somebody or something. A name that a quote has twice is there twice: count(DISTINCT statement_id) counts statements, each once however far it travelled.';
COMMENT ON COLUMN report.quote_mention.speaker IS 'Who spoke, as in report.quote; NULL where the speaker was not found.';
COMMENT ON COLUMN report.quote_mention.about IS 'Who or what is spoken about, in its fullest form, or as the desk has merged or renamed it.';
COMMENT ON COLUMN report.quote_mention.about_label IS 'What that is: PERSON, ORG, GPE, ...; dates and amounts are not in this view.';
COMMENT ON COLUMN report.quote_mention.quote IS 'The words; '' ... '' where the attribution interrupts them.';
COMMENT ON COLUMN report.quote_mention.kind IS 'direct: the speaker''s words; indirect: reported; mixed: reported, with words in quotation marks.';
COMMENT ON COLUMN report.quote_mention.modality IS 'asserted: it was said; negated: it was not (did not say); hypothetical: it may be (would say).';
COMMENT ON COLUMN report.quote_mention.about_as_written IS 'How the quote names it.';
COMMENT ON COLUMN report.quote_mention.start_char IS 'Where that name begins in the article''s body, in characters from 0.';
COMMENT ON COLUMN report.quote_mention.end_char IS 'Where it ends there, exclusive.';
COMMENT ON COLUMN report.quote_mention.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.quote_mention.headline IS 'Headline of the article.';
COMMENT ON COLUMN report.quote_mention.dated_at IS 'When the article was published, or received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.quote_mention.is_repeated IS 'Whether the same words are an earlier row of report.quote, in the same article or in a copy.';
COMMENT ON COLUMN report.quote_mention.reach_article_count IS 'How many shown articles carry the statement, this one included.';
COMMENT ON COLUMN report.quote_mention.is_sure IS 'Whether the annotator holds words and speaker for more likely right than wrong, as in report.quote.';
COMMENT ON COLUMN report.quote_mention.quote_id IS 'Key of the quote (report.quote).';
COMMENT ON COLUMN report.quote_mention.statement_id IS 'The same for all rows that repeat one statement in copies of one text.';
COMMENT ON COLUMN report.quote_mention.article_id IS 'Key of the article (report.article).';
COMMENT ON COLUMN report.quote_mention.cluster_id IS 'The same for all articles that carry the same text.';
COMMENT ON COLUMN report.quote_mention.speaker_entity_id IS 'Key of the speaker (report.entity); NULL where the speaker is no known entity.';
COMMENT ON COLUMN report.quote_mention.about_entity_id IS 'Key of who is spoken about (report.entity).';
COMMENT ON COLUMN report.quote_mention.mention_id IS 'Key of the mention (report.mention).';
