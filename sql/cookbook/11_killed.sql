-- What was killed or held back, and how long had it been out?
SELECT
    correction.kind,
    correction.source,
    correction.guid,
    correction.version,
    round(correction.hours_after_first::numeric, 1) AS hours_out
FROM report.correction AS correction
WHERE correction.kind IN ('kill', 'hold') AND correction.received_at >= '2026-11-01'
ORDER BY correction.received_at, correction.guid;
