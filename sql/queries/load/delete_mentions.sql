-- Take away what an earlier annotator version found in these articles; their quote_mention rows go with them.
DELETE FROM news.mention
WHERE article_id = ANY(%(article_ids)s);
