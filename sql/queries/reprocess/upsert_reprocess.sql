-- Open a reprocessing, or find it again when its first task is tried again; what it counts to do is set afterwards.
INSERT INTO news.reprocess AS reprocess (run_id, from_stage, annotator_version, document_count)
VALUES (%(run_id)s, %(from_stage)s, %(annotator_version)s, 0)
ON CONFLICT (run_id) DO UPDATE
    SET annotator_version = excluded.annotator_version
RETURNING run_id, switched_at;
