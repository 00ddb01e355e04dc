-- How many data checks followed the newest run that was checked, and when.
SELECT
    count(*) AS check_count,
    max(result.checked_at) AS checked_at
FROM report.check_result AS result
WHERE result.is_latest;
