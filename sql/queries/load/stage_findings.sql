-- Spread what was found in these articles' texts over the staging tables: the names, each with its entity where that is
-- known already, and the statements, but for those that are less sure than is wanted.
WITH annotation AS MATERIALIZED (
    SELECT
        wanted.article_id,
        kept.document
    FROM unnest(%(article_ids)s::bigint[]) AS wanted (article_id)
    CROSS JOIN
        LATERAL (
            SELECT one.document
            FROM news.article AS article
            INNER JOIN news.annotation AS one ON article.body_sha256 = one.body_sha256
            WHERE article.article_id = wanted.article_id AND one.annotator_version = %(annotator_version)s
            ORDER BY article.article_id
            LIMIT 1
        ) AS kept
),

said AS (
    INSERT INTO stage_quote (
        article_id, quote_number, spans, text, kind, cue_span, cue_text, speaker_span, speaker_text, speaker_canonical,
        cue_lemma, modality, speaker_kind, addressee_span, addressee_text, confidence
    )
    SELECT
        annotation.article_id,
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
        news.span_of(found.cue),
        found.cue ->> 'text',
        news.span_of(found.speaker),
        found.speaker ->> 'text',
        found.speaker ->> 'canonical',
        found.cue ->> 'lemma',
        coalesce(found.cue ->> 'modality', 'asserted'),
        found.speaker ->> 'kind',
        news.span_of(found.addressee),
        found.addressee ->> 'text',
        found.confidence
    FROM annotation
    CROSS JOIN jsonb_array_elements(annotation.document -> 'quotes') WITH ORDINALITY AS listed (quote, quote_number)
    CROSS JOIN
        jsonb_to_record(listed.quote)
            AS found (
                spans jsonb, text text, kind text, cue jsonb, speaker jsonb, addressee jsonb, confidence real
            )
    WHERE found.confidence >= %(min_confidence)s::real
)

INSERT INTO stage_mention (article_id, start_char, end_char, text, label, canonical, ids, role, field, entity_id)
SELECT
    annotation.article_id,
    found.start_char,
    found.end_char,
    found.text,
    found.label,
    found.canonical,
    found.ids,
    found.role,
    found.field,
    known.entity_id
FROM annotation
CROSS JOIN
    jsonb_to_recordset(annotation.document -> 'entities')
        AS found (
            start_char integer,
            end_char integer,
            text text,
            label text,
            canonical text,
            ids jsonb,
            role text,
            field text
        )
-- A lookup (OFFSET 0 keeps it one), whose answer serves the next mention of the name too.
LEFT JOIN LATERAL (
    SELECT entity.entity_id
    FROM news.entity AS entity
    WHERE
        entity.canonical = found.canonical AND entity.label = found.label
        AND entity.field IS NOT DISTINCT FROM found.field
    OFFSET 0 -- noqa: AM09
) AS known ON TRUE;
