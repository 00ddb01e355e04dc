-- Who is quoted most, and how often directly?
SELECT
    speaker_day.speaker,
    sum(speaker_day.statement_count) AS statements,
    sum(speaker_day.direct_statement_count) AS direct,
    sum(speaker_day.quote_count) AS with_copies
FROM report.speaker_day AS speaker_day
WHERE speaker_day.speaker_label = 'PERSON' AND speaker_day.day >= '2026-11-01'
GROUP BY speaker_day.speaker_entity_id, speaker_day.speaker
ORDER BY statements DESC, direct DESC, speaker_day.speaker ASC
LIMIT 10;
