-- Keep which articles still say what was corrected. The lists run side by side.
INSERT INTO news.correction_reach (article_id, correction_id, has_reached)
SELECT
    new.article_id,
    new.correction_id,
    new.has_reached
FROM
    unnest(%(article_ids)s::bigint[], %(correction_ids)s::bigint[], %(reached)s::boolean[])
        AS new (article_id, correction_id, has_reached)
ON CONFLICT (article_id, correction_id) DO UPDATE
    SET has_reached = excluded.has_reached;
