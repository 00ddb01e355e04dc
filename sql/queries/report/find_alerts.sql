-- What a person should know now.
SELECT
    alert.kind,
    alert.subject,
    alert.detail,
    alert.opened_at
FROM report.alert AS alert
WHERE alert.closed_at IS NULL
ORDER BY alert.opened_at, alert.kind, alert.subject;
