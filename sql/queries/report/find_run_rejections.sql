-- What one run was the first to skip.
SELECT
    rejection.source,
    rejection.stage,
    rejection.reason,
    rejection.reference,
    rejection.detail
FROM report.rejection AS rejection
WHERE rejection.run_id = %(run_id)s
ORDER BY rejection.source, rejection.rejection_id
LIMIT %(row_limit)s;
