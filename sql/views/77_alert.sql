-- What a person should know, and since when.
CREATE VIEW report.alert AS
SELECT
    alert.alert_id,
    alert.kind,
    alert.subject,
    alert.detail,
    alert.opened_at,
    alert.last_seen_at,
    alert.closed_at
FROM news.alert AS alert;

COMMENT ON VIEW report.alert IS 'Alerts: what a person should know, one row each time that it began to hold.';
COMMENT ON COLUMN report.alert.alert_id IS 'Key of the alert.';
COMMENT ON COLUMN report.alert.kind IS 'task_failed, source_quiet, check_failed, run_slow or archive_damaged.';
COMMENT ON COLUMN report.alert.subject IS 'What it is about: a task, a source, a check, a DAG, a file.';
COMMENT ON COLUMN report.alert.detail IS 'What is the matter, in words for people.';
COMMENT ON COLUMN report.alert.opened_at IS 'When it was first seen, and sent (UTC).';
COMMENT ON COLUMN report.alert.last_seen_at IS 'When it was last seen (UTC).';
COMMENT ON COLUMN report.alert.closed_at IS 'When it no longer held (UTC); NULL while it is open.';
