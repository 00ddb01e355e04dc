-- Note which annotator version's rows these articles now have.
UPDATE news.article
SET annotator_version = %(annotator_version)s
WHERE article_id = ANY(%(article_ids)s);
