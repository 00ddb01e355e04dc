-- What was skipped, and why?
SELECT
    rejection.source,
    rejection.reason,
    count(*) AS documents
FROM report.rejection AS rejection
GROUP BY rejection.source, rejection.reason
ORDER BY documents DESC, rejection.source ASC, rejection.reason ASC;
