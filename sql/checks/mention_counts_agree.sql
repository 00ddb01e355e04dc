-- severity: warn. The counts that reports hold ready are those of the mentions, where one annotator version made both.
SELECT
    held.article_id,
    held.mention_count AS held_count,
    counted.mention_count
FROM (
    SELECT
        one.article_id,
        min(one.annotator_version) AS annotator_version,
        sum(one.mention_count) AS mention_count
    FROM checked
    INNER JOIN news.article_entity AS one ON checked.article_id = one.article_id
    GROUP BY one.article_id
) AS held
INNER JOIN news.story_current AS shown
    ON held.article_id = shown.article_id AND held.annotator_version = shown.annotator_version
CROSS JOIN
    LATERAL (
        SELECT count(*) AS mention_count
        FROM news.mention AS mention
        INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
        WHERE
            mention.article_id = held.article_id
            AND entity.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
    ) AS counted
WHERE held.mention_count <> counted.mention_count
ORDER BY held.article_id
LIMIT 100;
