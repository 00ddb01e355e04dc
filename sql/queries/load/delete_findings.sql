-- Take away what was found in these articles, before it is found anew or because they no longer speak for their story.
-- The texts stay, and their annotations by hash.
WITH unsaid AS (
    DELETE FROM news.quote
    WHERE article_id = ANY(%(article_ids)s::bigint[])
)

DELETE FROM news.mention
WHERE article_id = ANY(%(article_ids)s::bigint[]);
