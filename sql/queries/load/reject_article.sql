-- A text whose annotation the tables refuse is shown without one; its rejection says why.
UPDATE news.article
SET unannotated_reason = 'rejected'
WHERE article_id = %(article_id)s;
