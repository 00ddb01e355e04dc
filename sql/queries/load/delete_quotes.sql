-- Take away the quotes that an earlier annotator version found in these articles.
DELETE FROM news.quote
WHERE article_id = ANY(%(article_ids)s);
