-- Note which documents were read, and which of them give something else than before.
UPDATE news.reprocess_document
SET
    done_at = %(now)s,
    is_changed = (raw_document_id = ANY(%(changed_ids)s::bigint[]))
WHERE run_id = %(run_id)s AND raw_document_id = ANY(%(raw_document_ids)s::bigint[]);
