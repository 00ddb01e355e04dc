-- What is said in an article, in its order.
SELECT
    quote.quote_id,
    quote.speaker,
    quote.speaker_kind,
    quote.quote,
    quote.kind,
    quote.modality,
    quote.is_sure,
    quote.reach_article_count,
    quote.reach_source_count,
    quote.span_chars,
    quote.speaker_start_char,
    quote.speaker_end_char,
    quote.cue_start_char,
    quote.cue_end_char
FROM report.quote AS quote
WHERE quote.article_id = %(article_id)s
ORDER BY quote.span_chars, quote.quote_id;
