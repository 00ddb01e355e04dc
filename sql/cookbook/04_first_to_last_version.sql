-- How long does each agency take from the first version of a story to the last?
SELECT
    story.source,
    count(*) AS stories,
    count(*) FILTER (WHERE story.version_count > 1) AS with_updates,
    max(story.version_count) AS most_versions,
    round(avg(story.hours_first_to_last) FILTER (WHERE story.version_count > 1)::numeric, 1) AS mean_hours
FROM report.story AS story
WHERE story.dated_at >= '2026-11-01'
GROUP BY story.source
HAVING count(*) FILTER (WHERE story.version_count > 1) > 0
ORDER BY mean_hours DESC, story.source ASC;
