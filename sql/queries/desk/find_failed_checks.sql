-- The data checks that found something after the newest run that was checked, the grave ones first.
SELECT
    result.check_name,
    result.severity,
    result.rule,
    result.row_count,
    result.failing_rows,
    result.checked_at
FROM report.check_result AS result
WHERE result.is_latest AND NOT result.is_passed
ORDER BY result.severity, result.check_name;
