-- Keep a rejection; seen again, its row is counted up.
INSERT INTO news.rejection AS rejection (
    source_id, run_id, raw_document_id, stage, reference, reason, detail, first_seen_at, last_seen_at
)
VALUES (
    %(source_id)s, %(run_id)s, %(raw_document_id)s, %(stage)s, %(reference)s, %(reason)s, %(detail)s, %(now)s, %(now)s
)
ON CONFLICT (source_id, stage, reference, reason) DO UPDATE
    SET
        detail = excluded.detail,
        last_seen_at = greatest(rejection.last_seen_at, excluded.last_seen_at),
        seen_count = rejection.seen_count + 1
RETURNING (xmax = 0) AS is_new;
