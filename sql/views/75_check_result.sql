-- What each data check found, run by run.
CREATE VIEW report.check_result AS
SELECT
    result.run_id,
    result.name AS check_name,
    result.severity,
    result.rule,
    result.row_count,
    result.row_count = 0 AS is_passed,
    result.failing_rows,
    result.checked_at,
    result.run_id = (
        SELECT max(latest.run_id)
        FROM news.check_result AS latest
    ) AS is_latest
FROM news.check_result AS result;

COMMENT ON VIEW report.check_result IS
'Data checks: one row for each rule and run; WHERE is_latest AND NOT is_passed shows what is wrong now.';
COMMENT ON COLUMN report.check_result.run_id IS 'Key of the run after which it was checked (report.run_summary).';
COMMENT ON COLUMN report.check_result.check_name IS 'Name of the rule: sql/checks/NAME.sql.';
COMMENT ON COLUMN report.check_result.severity IS 'stop: the run fails where the rule is broken; warn: it goes on.';
COMMENT ON COLUMN report.check_result.rule IS 'The rule in words.';
COMMENT ON COLUMN report.check_result.row_count IS 'How many rows break it, counted up to 100.';
COMMENT ON COLUMN report.check_result.is_passed IS 'Whether none does.';
COMMENT ON COLUMN report.check_result.failing_rows IS 'The keys and numbers of the first of them, as a JSON array of objects; texts of articles are left out.';
COMMENT ON COLUMN report.check_result.checked_at IS 'When it was checked (UTC).';
COMMENT ON COLUMN report.check_result.is_latest IS 'Whether this is the newest run that was checked.';
