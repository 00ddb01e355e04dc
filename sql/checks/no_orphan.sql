-- severity: stop. What is said of a text, a version or an entity points at one that is there.
SELECT
    lost.kind,
    lost.id
FROM (
    SELECT
        'article' AS kind,
        body.article_id AS id
    FROM checked
    INNER JOIN news.article AS body ON checked.article_id = body.article_id
    LEFT JOIN news.story_version AS version ON body.story_version_id = version.story_version_id
    WHERE version.story_version_id IS NULL
    UNION ALL
    SELECT
        'story_version' AS kind,
        version.story_version_id AS id
    FROM checked
    INNER JOIN news.story_version AS version ON checked.article_id = version.story_version_id
    LEFT JOIN news.story AS story ON version.story_id = story.story_id
    WHERE story.story_id IS NULL
    UNION ALL
    SELECT
        'story_current' AS kind,
        shown.story_id AS id
    FROM checked
    INNER JOIN news.story_current AS shown ON checked.article_id = shown.article_id
    LEFT JOIN news.article AS article ON shown.article_id = article.article_id
    WHERE article.article_id IS NULL
    UNION ALL
    SELECT
        'cluster_member' AS kind,
        member.article_id AS id
    FROM checked
    INNER JOIN news.cluster_member AS member ON checked.article_id = member.article_id
    LEFT JOIN news.article AS repeated ON member.article_id = repeated.article_id
    WHERE repeated.article_id IS NULL
    UNION ALL
    SELECT
        'mention' AS kind,
        mention.mention_id AS id
    FROM checked
    INNER JOIN news.mention AS mention ON checked.article_id = mention.article_id
    LEFT JOIN news.article AS named_in ON mention.article_id = named_in.article_id
    LEFT JOIN news.entity AS entity ON mention.entity_id = entity.entity_id
    WHERE named_in.article_id IS NULL OR entity.entity_id IS NULL
    UNION ALL
    SELECT
        'quote' AS kind,
        quote.quote_id AS id
    FROM checked
    INNER JOIN news.quote AS quote ON checked.article_id = quote.article_id
    LEFT JOIN news.article AS said_in ON quote.article_id = said_in.article_id
    LEFT JOIN news.entity AS speaker ON quote.speaker_entity_id = speaker.entity_id
    WHERE said_in.article_id IS NULL OR (quote.speaker_entity_id IS NOT NULL AND speaker.entity_id IS NULL)
    UNION ALL
    -- Pairs are looked up by what they pair: those that have lost one of the two, through the other.
    SELECT
        'quote_mention' AS kind,
        pair.quote_id AS id
    FROM checked
    INNER JOIN news.quote AS said ON checked.article_id = said.article_id
    INNER JOIN news.quote_mention AS pair ON said.article_id = pair.article_id AND said.quote_id = pair.quote_id
    LEFT JOIN news.mention AS named ON pair.article_id = named.article_id AND pair.mention_id = named.mention_id
    WHERE named.mention_id IS NULL
    UNION ALL
    SELECT
        'quote_mention' AS kind,
        other.quote_id AS id
    FROM checked
    INNER JOIN news.mention AS spoken_of ON checked.article_id = spoken_of.article_id
    INNER JOIN news.quote_mention AS other
        ON spoken_of.article_id = other.article_id AND spoken_of.mention_id = other.mention_id
    LEFT JOIN news.quote AS lost_quote
        ON other.article_id = lost_quote.article_id AND other.quote_id = lost_quote.quote_id
    WHERE lost_quote.quote_id IS NULL
) AS lost
ORDER BY lost.kind, lost.id
LIMIT 100;
