-- Keep where a feed has moved for good, once a feed was read there; NULL: what was kept did not hold.
UPDATE news.source
SET
    moved_to = %(moved_to)s::text,
    moved_at = CASE WHEN %(moved_to)s::text IS NOT NULL THEN %(now)s::timestamptz END
WHERE source_id = %(source_id)s;
