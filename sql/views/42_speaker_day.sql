-- How much each speaker says on each day.
CREATE VIEW report.speaker_day AS
SELECT
    quote.speaker,
    quote.speaker_label,
    (quote.dated_at AT TIME ZONE 'UTC')::date AS day,
    count(*) FILTER (WHERE NOT quote.is_repeated) AS statement_count,
    count(*) FILTER (WHERE NOT quote.is_repeated AND quote.kind = 'direct') AS direct_statement_count,
    count(*) AS quote_count,
    count(DISTINCT quote.article_id) AS article_count,
    count(DISTINCT quote.source) AS source_count,
    quote.speaker_entity_id
FROM report.quote AS quote
WHERE quote.speaker IS NOT NULL
GROUP BY
    quote.speaker_entity_id, quote.speaker, quote.speaker_label, (quote.dated_at AT TIME ZONE 'UTC')::date;

COMMENT ON VIEW report.speaker_day IS
'Speakers by day: one row for each speaker and day on which a shown article quotes them.';
COMMENT ON COLUMN report.speaker_day.speaker IS 'Who spoke: the fullest name, or as the desk has merged or renamed it; somebody who is only described stands here as described.';
COMMENT ON COLUMN report.speaker_day.speaker_label IS 'What the speaker is: PERSON, ORG, ...; NULL where the speaker is no known entity.';
COMMENT ON COLUMN report.speaker_day.day IS 'Day (UTC) of publication, or of receipt where the publisher states no time.';
COMMENT ON COLUMN report.speaker_day.statement_count IS 'How many statements: each counts where it was said first and in no copy, so days may be summed.';
COMMENT ON COLUMN report.speaker_day.direct_statement_count IS 'How many of them are in the speaker''s own words.';
COMMENT ON COLUMN report.speaker_day.quote_count IS 'How many quotes, copies included: how far the statements travelled.';
COMMENT ON COLUMN report.speaker_day.article_count IS 'How many articles quote them, copies included.';
COMMENT ON COLUMN report.speaker_day.source_count IS 'How many sources quote them.';
COMMENT ON COLUMN report.speaker_day.speaker_entity_id IS 'Key of the speaker (report.entity); NULL where the speaker is no known entity.';
