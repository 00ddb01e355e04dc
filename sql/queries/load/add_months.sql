-- Make the months of the staged versions, where one is new: nearly always there is nothing to do.
SELECT news.add_months(array_agg(wanted.month_key)) AS added_count
FROM (
    SELECT DISTINCT news.month_key(stage.published_at, stage.received_at) AS month_key
    FROM stage_version AS stage
    UNION
    SELECT news.month_key(NULL, max(stage.received_at)) AS month_key
    FROM stage_version AS stage
) AS wanted;
