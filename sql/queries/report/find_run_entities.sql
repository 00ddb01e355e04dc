-- The names that are in most of the texts that one run brought.
SELECT
    entity.canonical AS entity,
    entity.label,
    count(*) AS mention_count,
    count(DISTINCT visible.cluster_id) AS story_count
FROM report.visible_article AS visible
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
INNER JOIN news.mention AS mention ON visible.article_id = mention.article_id
INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
WHERE version.run_id = %(run_id)s AND entity.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
GROUP BY entity.entity_id
ORDER BY story_count DESC, mention_count DESC, entity.canonical ASC
LIMIT %(row_limit)s;
