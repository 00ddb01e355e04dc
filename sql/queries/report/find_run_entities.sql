-- The names that are in most of the texts that one run brought.
SELECT
    shown.shown_name AS entity,
    shown.label,
    count(*) AS mention_count,
    count(DISTINCT visible.cluster_id) AS story_count
FROM report.visible_article AS visible
INNER JOIN news.story_version AS version ON visible.story_version_id = version.story_version_id
INNER JOIN news.mention AS mention ON visible.article_id = mention.article_id
INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
INNER JOIN news.entity_alias AS alias ON mention.entity_id = alias.entity_id AND mention.text = alias.alias
INNER JOIN news.entity AS shown ON coalesce(alias.shown_as, entity.shown_as) = shown.entity_id
WHERE version.run_id = %(run_id)s AND shown.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
GROUP BY shown.entity_id
ORDER BY story_count DESC, mention_count DESC, shown.shown_name ASC
LIMIT %(row_limit)s;
