-- The corrections, kills and holds that one run brought.
SELECT
    correction.kind,
    correction.source,
    coalesce(correction.headline, correction.guid) AS headline,
    correction.word_diff
FROM report.correction AS correction
WHERE correction.run_id = %(run_id)s
ORDER BY correction.kind DESC, correction.source ASC, correction.story_version_id ASC
LIMIT %(row_limit)s;
