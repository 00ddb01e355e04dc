-- Keep what a check found after a run; the run checked again replaces it.
INSERT INTO news.check_result (run_id, name, severity, rule, row_count, failing_rows, checked_at)
VALUES (
    %(run_id)s, %(name)s, %(severity)s, %(rule)s, %(row_count)s, %(failing_rows)s, %(now)s
)
ON CONFLICT (run_id, name) DO UPDATE
    SET
        severity = excluded.severity,
        rule = excluded.rule,
        row_count = excluded.row_count,
        failing_rows = excluded.failing_rows,
        checked_at = excluded.checked_at;
