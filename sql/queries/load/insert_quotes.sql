-- Keep the staged quotes; the speaker is joined to an entity where the article names one.
INSERT INTO news.quote (
    article_id, spans, text, kind, cue_span, cue_text, speaker_span, speaker_text, speaker_canonical,
    speaker_entity_id, cue_lemma, modality, speaker_kind, addressee_span, addressee_text, confidence, annotator_version
)
SELECT
    stage.article_id,
    stage.spans,
    stage.text,
    stage.kind,
    stage.cue_span,
    stage.cue_text,
    stage.speaker_span,
    stage.speaker_text,
    stage.speaker_canonical,
    entity.entity_id,
    stage.cue_lemma,
    stage.modality,
    stage.speaker_kind,
    stage.addressee_span,
    stage.addressee_text,
    stage.confidence,
    %(annotator_version)s
FROM stage_quote AS stage
LEFT JOIN news.entity AS entity
    ON
        stage.speaker_canonical = entity.canonical AND stage.speaker_label = entity.label
        AND stage.speaker_field IS NOT DISTINCT FROM entity.field
ORDER BY stage.article_id, stage.spans;
