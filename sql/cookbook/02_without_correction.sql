-- Which outlets ran a story without its correction?
SELECT
    correction.source AS corrected_by,
    correction.headline,
    correction.corrected_copy_count AS corrected_copies,
    correction.uncorrected_copy_count AS uncorrected_copies,
    correction.uncorrected_sources
FROM report.correction AS correction
WHERE correction.kind = 'correction' AND correction.received_at >= '2026-11-01'
ORDER BY correction.uncorrected_copy_count DESC, correction.received_at ASC, correction.guid ASC;
