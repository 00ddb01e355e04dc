-- Spread the statements that were found in these articles' texts over the staging table, but for those that are less
-- sure than is wanted.
INSERT INTO stage_quote (
    article_id, quote_number, spans, text, kind, cue_span, cue_text, speaker_span, speaker_text, speaker_canonical,
    cue_lemma, modality, speaker_kind, addressee_span, addressee_text, confidence
)
SELECT
    wanted.article_id,
    listed.quote_number,
    coalesce(
        (
            SELECT range_agg(int4range((part.span ->> 0)::integer, (part.span ->> 1)::integer))
            FROM jsonb_array_elements(found.spans) AS part (span)
        ),
        '{}'
    ),
    found.text,
    found.kind,
    CASE
        WHEN found.cue IS NOT NULL
            THEN int4range((found.cue ->> 'start_char')::integer, (found.cue ->> 'end_char')::integer)
    END,
    found.cue ->> 'text',
    CASE
        WHEN found.speaker IS NOT NULL
            THEN int4range((found.speaker ->> 'start_char')::integer, (found.speaker ->> 'end_char')::integer)
    END,
    found.speaker ->> 'text',
    found.speaker ->> 'canonical',
    found.cue ->> 'lemma',
    coalesce(found.cue ->> 'modality', 'asserted'),
    found.speaker ->> 'kind',
    CASE
        WHEN found.addressee IS NOT NULL
            THEN int4range((found.addressee ->> 'start_char')::integer, (found.addressee ->> 'end_char')::integer)
    END,
    found.addressee ->> 'text',
    found.confidence
FROM unnest(%(article_ids)s::bigint[]) AS wanted (article_id)
CROSS JOIN
    LATERAL (
        SELECT annotation.document
        FROM news.article AS article
        INNER JOIN news.annotation AS annotation ON article.body_sha256 = annotation.body_sha256
        WHERE article.article_id = wanted.article_id AND annotation.annotator_version = %(annotator_version)s
        ORDER BY article.article_id
        LIMIT 1
    ) AS annotation
CROSS JOIN jsonb_array_elements(annotation.document -> 'quotes') WITH ORDINALITY AS listed (quote, quote_number)
CROSS JOIN
    jsonb_to_record(listed.quote)
        AS found (
            spans jsonb, text text, kind text, cue jsonb, speaker jsonb, addressee jsonb, confidence real
        )
WHERE found.confidence >= %(min_confidence)s::real;
