-- Which outlets lean on unnamed sources?
SELECT
    quote.source,
    count(*) AS statements,
    count(*) FILTER (WHERE quote.speaker_kind IN ('anonymous', 'group')) AS unnamed,
    round(avg((quote.speaker_kind IN ('anonymous', 'group'))::integer), 2) AS share
FROM report.quote AS quote
WHERE NOT quote.is_repeated AND quote.speaker_kind IS NOT NULL
GROUP BY quote.source
ORDER BY share DESC, quote.source ASC;
