-- How often each name is in each article: what is costly to count, and can't change as long as its article stays.
-- Views of report join it to the articles that may be shown, so that a kill or a correction counts at once. Names are
-- shown as the desk says now; only a name that it split off waits for the next refresh.
CREATE MATERIALIZED VIEW news.article_entity AS
SELECT
    mention.article_id,
    coalesce(alias.shown_as, mention.entity_id) AS entity_id,
    (coalesce(version.published_at, version.received_at) AT TIME ZONE 'UTC')::date AS day,
    count(*)::integer AS mention_count,
    count(*) FILTER (
        WHERE EXISTS (
            SELECT 1
            FROM news.quote_mention AS quoted
            WHERE quoted.mention_id = mention.mention_id AND quoted.article_id = mention.article_id
        )
    )::integer AS quoted_mention_count,
    min(mention.annotator_version) AS annotator_version
FROM news.story_current AS shown
INNER JOIN news.story_version AS version ON shown.story_version_id = version.story_version_id
INNER JOIN news.mention AS mention ON shown.article_id = mention.article_id
INNER JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
LEFT JOIN news.entity_alias AS alias ON mention.entity_id = alias.entity_id AND mention.text = alias.alias
WHERE entity.label NOT IN ('DATE', 'MONEY', 'PERCENT', 'QUANTITY')
GROUP BY
    mention.article_id,
    coalesce(alias.shown_as, mention.entity_id),
    (coalesce(version.published_at, version.received_at) AT TIME ZONE 'UTC')::date;

CREATE UNIQUE INDEX article_entity_idx ON news.article_entity (article_id, entity_id);
CREATE INDEX article_entity_entity_id_idx ON news.article_entity (entity_id, day);
CREATE INDEX article_entity_day_idx ON news.article_entity (day);

COMMENT ON MATERIALIZED VIEW news.article_entity IS
'Names by article, as of the last refresh; it holds articles that may not be shown, so it is not part of schema report.';
