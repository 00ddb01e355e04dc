-- The data checks that found something after one run.
SELECT
    result.check_name,
    result.severity,
    result.row_count,
    result.rule
FROM report.check_result AS result
WHERE result.run_id = %(run_id)s AND NOT result.is_passed
ORDER BY result.severity, result.check_name
LIMIT %(row_limit)s;
