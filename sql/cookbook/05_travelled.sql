-- How far did stories travel, how soon, and how much of their text was kept?
SELECT
    copy.origin_headline,
    copy.origin_source,
    string_agg(DISTINCT copy.source, ', ') AS taken_over_by,
    count(*) AS copies,
    round(min(copy.hours_after)::numeric, 1) AS first_after_hours,
    round(avg(copy.kept_ratio)::numeric, 2) AS text_kept
FROM report.syndication AS copy
WHERE copy.relation <> 'version' AND copy.dated_at >= '2026-11-01'
GROUP BY copy.cluster_id, copy.origin_headline, copy.origin_source
ORDER BY copies DESC, text_kept DESC, copy.origin_headline ASC;
