-- Let the data checks look at all that is named anywhere, whether it is there or not.
INSERT INTO checked (article_id)
SELECT known.story_version_id
FROM news.version_key AS known
UNION
SELECT version.story_version_id
FROM news.story_version AS version
UNION
SELECT article.article_id
FROM news.article AS article
UNION
SELECT shown.story_version_id
FROM news.story_current AS shown
UNION
SELECT shown.article_id
FROM news.story_current AS shown
WHERE shown.article_id IS NOT NULL
UNION
SELECT member.article_id
FROM news.cluster_member AS member
UNION
SELECT mention.article_id
FROM news.mention AS mention
UNION
SELECT quote.article_id
FROM news.quote AS quote
UNION
SELECT pair.article_id
FROM news.quote_mention AS pair;
