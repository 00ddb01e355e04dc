-- A page of quotes, newest first, from a place on, by whatever of words, names, source, kind and days is given.
SELECT
    quote.quote_id,
    quote.statement_id,
    quote.speaker,
    quote.speaker_label,
    quote.speaker_kind,
    quote.quote,
    quote.kind,
    quote.modality,
    quote.cue,
    quote.is_sure,
    quote.is_repeated,
    quote.source,
    quote.headline,
    quote.dated_at,
    quote.article_id,
    quote.cluster_id,
    quote.reach_article_count,
    quote.reach_source_count,
    quote.span_chars,
    quote.speaker_start_char,
    quote.speaker_end_char,
    quote.cue_start_char,
    quote.cue_end_char
FROM report.quote AS quote
WHERE
    (
        %(before_at)s::timestamptz IS NULL
        OR (quote.dated_at, quote.quote_id) < (%(before_at)s::timestamptz, %(before_key)s::bigint)
    )
    AND (%(first)s::date IS NULL OR quote.dated_at >= %(first)s::date)
    AND (%(last)s::date IS NULL OR quote.dated_at < %(last)s::date + 1)
    AND (
        %(words)s::text IS NULL
        OR to_tsvector('english', quote.quote) @@ websearch_to_tsquery('english', %(words)s::text)
    )
    AND (%(speaker)s::text IS NULL OR quote.speaker ILIKE %(speaker)s::text)
    AND (%(source)s::text IS NULL OR quote.source = %(source)s::text)
    AND (%(kind)s::text IS NULL OR quote.kind = %(kind)s::text)
    AND (%(with_copies)s::boolean OR NOT quote.is_repeated)
    AND (
        %(about)s::text IS NULL
        OR quote.quote_id IN (
            SELECT named.quote_id
            FROM report.quote_mention AS named
            WHERE named.about ILIKE %(about)s::text
        )
    )
ORDER BY quote.dated_at DESC, quote.quote_id DESC
LIMIT %(row_limit)s;
