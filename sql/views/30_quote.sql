-- Who said what: one row for each statement in a shown article.
CREATE VIEW report.quote AS
SELECT
    quote.quote_id,
    coalesce(shown.shown_name, quote.speaker_canonical) AS speaker,
    quote.text AS quote,
    quote.kind,
    quote.cue_text AS cue,
    quote.speaker_text AS speaker_as_written,
    shown.label AS speaker_label,
    shown.entity_id AS speaker_entity_id,
    source.name AS source,
    version.headline,
    version.published_at,
    visible.dated_at,
    quote.confidence,
    quote.article_id,
    visible.cluster_id,
    quote.spans,
    article.is_degraded,
    coalesce(statement.quote_id <> quote.quote_id, FALSE) AS is_repeated,
    quote.annotator_version,
    quote.cue_lemma,
    quote.modality,
    quote.speaker_kind,
    quote.addressee_text AS addressee,
    quote.confidence >= 0.5 AS is_sure,
    coalesce(statement.quote_id, quote.quote_id) AS statement_id,
    coalesce(statement.article_count, 1) AS reach_article_count,
    coalesce(statement.source_count, 1) AS reach_source_count,
    coalesce(shown.ids, '{}') AS speaker_ids,
    lower(quote.speaker_span) AS speaker_start_char,
    upper(quote.speaker_span) AS speaker_end_char,
    lower(quote.cue_span) AS cue_start_char,
    upper(quote.cue_span) AS cue_end_char,
    (
        SELECT array_agg(ARRAY[lower(part.span), upper(part.span)] ORDER BY part.span)
        FROM unnest(quote.spans) AS part (span)
    ) AS span_chars
FROM news.quote AS quote
INNER JOIN report.visible_article AS visible ON quote.article_id = visible.article_id
INNER JOIN news.article AS article ON quote.article_id = article.article_id
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
INNER JOIN news.source AS source ON visible.source_id = source.source_id
LEFT JOIN news.entity AS entity ON quote.speaker_entity_id = entity.entity_id
LEFT JOIN news.entity_alias AS alias
    ON quote.speaker_entity_id = alias.entity_id AND quote.speaker_text = alias.alias
LEFT JOIN news.entity AS shown ON coalesce(alias.shown_as, entity.shown_as) = shown.entity_id
-- All rows that carry these words in the article and its copies: the first stands for the statement.
LEFT JOIN LATERAL (
    SELECT
        (array_agg(said.quote_id ORDER BY said.article_id, said.quote_id))[1] AS quote_id,
        count(DISTINCT said.article_id) AS article_count,
        count(DISTINCT other.source_id) AS source_count
    FROM news.cluster_member AS member
    INNER JOIN report.visible_article AS other ON member.article_id = other.article_id
    INNER JOIN news.quote AS said ON member.article_id = said.article_id
    WHERE member.cluster_id = visible.cluster_id AND news.words_key(said.text) = news.words_key(quote.text)
) AS statement ON TRUE;

COMMENT ON VIEW report.quote IS
'Quotes: who said what, one row for each statement of a shown article. Count statements WHERE NOT is_repeated, as syndicated copies carry them again; reach_article_count says how far each one travelled.';
COMMENT ON COLUMN report.quote.quote_id IS 'Key of the quote; a new one when its article is annotated anew.';
COMMENT ON COLUMN report.quote.speaker IS 'Who said it: the fullest name that the article has for them, or as the desk has merged or renamed it; NULL where the speaker was not found.';
COMMENT ON COLUMN report.quote.quote IS 'The words; '' ... '' where the attribution interrupts them.';
COMMENT ON COLUMN report.quote.kind IS 'direct: the speaker''s words; indirect: reported; mixed: reported, with words in quotation marks.';
COMMENT ON COLUMN report.quote.cue IS 'The word that announces it, as written (said, according to); NULL where there is none.';
COMMENT ON COLUMN report.quote.speaker_as_written IS 'The speaker as the text has it at this place (he, the minister).';
COMMENT ON COLUMN report.quote.speaker_label IS 'What the speaker is: PERSON, ORG, ...; NULL where the speaker is no known entity.';
COMMENT ON COLUMN report.quote.speaker_entity_id IS 'Key of the speaker (report.entity); NULL where the speaker is no known entity.';
COMMENT ON COLUMN report.quote.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.quote.headline IS 'Headline of the article.';
COMMENT ON COLUMN report.quote.published_at IS 'When the publisher says the article was published (UTC); NULL where it does not say.';
COMMENT ON COLUMN report.quote.dated_at IS 'published_at, or when the article was received where the publisher states no time (UTC).';
COMMENT ON COLUMN report.quote.confidence IS 'How sure the annotator is of words and speaker: 0 to 1.';
COMMENT ON COLUMN report.quote.article_id IS 'Key of the article (report.article).';
COMMENT ON COLUMN report.quote.cluster_id IS 'The same for all articles that carry the same text.';
COMMENT ON COLUMN report.quote.spans IS 'Where the words are in the article''s body: offsets in characters from 0, end exclusive.';
COMMENT ON COLUMN report.quote.is_degraded IS 'Whether the text came lowercased, tokenised or without its quotation marks.';
COMMENT ON COLUMN report.quote.is_repeated IS 'Whether the same words are an earlier row, in the same article or in one with the same text.';
COMMENT ON COLUMN report.quote.annotator_version IS 'Version of the annotator that found it.';
COMMENT ON COLUMN report.quote.cue_lemma IS 'Basic form of the cue (say, according to); NULL for words of no list.';
COMMENT ON COLUMN report.quote.modality IS 'asserted: it was said; negated: it was not (did not say); hypothetical: it may be (would say).';
COMMENT ON COLUMN report.quote.speaker_kind IS 'named: an entity; anonymous: somebody who is only described; group: several such; unresolved: a pronoun that nobody fits.';
COMMENT ON COLUMN report.quote.addressee IS 'Who was told, as the text has it; NULL where nobody is named.';
COMMENT ON COLUMN report.quote.is_sure IS 'Whether confidence is at least 0.5: words and speaker are more likely right than wrong.';
COMMENT ON COLUMN report.quote.statement_id IS 'The same for all rows that carry the same words in an article and its copies: the quote_id of the first.';
COMMENT ON COLUMN report.quote.reach_article_count IS 'How many shown articles carry the statement, this one included.';
COMMENT ON COLUMN report.quote.reach_source_count IS 'How many sources carry the statement, this one included.';
COMMENT ON COLUMN report.quote.speaker_ids IS 'Identifiers of the speaker in other systems by scheme, as a JSON object; empty where none is known.';
COMMENT ON COLUMN report.quote.speaker_start_char IS 'Where speaker_as_written begins in the article''s body, in characters from 0; NULL without a speaker.';
COMMENT ON COLUMN report.quote.speaker_end_char IS 'Where it ends there, exclusive.';
COMMENT ON COLUMN report.quote.cue_start_char IS 'Where cue begins in the article''s body, in characters from 0; NULL without a cue.';
COMMENT ON COLUMN report.quote.cue_end_char IS 'Where it ends there, exclusive.';
COMMENT ON COLUMN report.quote.span_chars IS 'The spans as an array of [start, end], in characters from 0, end exclusive: for clients that don''t know ranges.';
