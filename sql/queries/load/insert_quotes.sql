-- Keep the staged quotes; the speaker is joined to an entity where the article names one. Of several entities that the
-- article calls so (Paris, a city and a person) it is the last.
INSERT INTO news.quote (
    quote_id, article_id, spans, text, kind, cue_span, cue_text, speaker_span, speaker_text, speaker_canonical,
    speaker_entity_id, cue_lemma, modality, speaker_kind, addressee_span, addressee_text, confidence, annotator_version
)
OVERRIDING SYSTEM VALUE
SELECT DISTINCT ON (stage.article_id, stage.quote_number)
    stage.quote_id,
    stage.article_id,
    stage.spans,
    stage.text,
    stage.kind,
    stage.cue_span,
    stage.cue_text,
    stage.speaker_span,
    stage.speaker_text,
    stage.speaker_canonical,
    named.entity_id,
    stage.cue_lemma,
    stage.modality,
    stage.speaker_kind,
    stage.addressee_span,
    stage.addressee_text,
    stage.confidence,
    %(annotator_version)s
FROM stage_quote AS stage
LEFT JOIN stage_mention AS named
    ON
        stage.article_id = named.article_id AND stage.speaker_canonical = named.canonical
        AND named.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
ORDER BY stage.article_id ASC, stage.quote_number ASC, named.start_char DESC;
