-- How far each reprocessing of archived articles is.
CREATE VIEW report.reprocessing AS
SELECT
    run.run_id,
    run.airflow_run_id,
    reprocess.from_stage,
    reprocess.annotator_version,
    run.started_at,
    reprocess.document_count,
    progress.done_count,
    reprocess.document_count - progress.done_count AS left_count,
    CASE WHEN reprocess.switched_at IS NULL THEN progress.changed_count ELSE reprocess.changed_count END
        AS changed_count,
    extract(EPOCH FROM coalesce(reprocess.switched_at, now()) - run.started_at)::float AS elapsed_s,
    CASE
        WHEN reprocess.switched_at IS NULL AND progress.done_count > 0
            THEN
                extract(EPOCH FROM progress.last_done_at - run.started_at)::float / progress.done_count
                * (reprocess.document_count - progress.done_count)
    END AS left_s,
    reprocess.switched_at,
    run.finished_at
FROM news.reprocess AS reprocess
INNER JOIN news.run AS run ON reprocess.run_id = run.run_id
CROSS JOIN LATERAL (
    SELECT
        CASE WHEN reprocess.switched_at IS NULL THEN count(work.done_at) ELSE reprocess.document_count END
            AS done_count,
        count(*) FILTER (WHERE work.is_changed) AS changed_count,
        max(work.done_at) AS last_done_at
    FROM news.reprocess_document AS work
    WHERE work.run_id = reprocess.run_id
) AS progress;

COMMENT ON VIEW report.reprocessing IS
'Reprocessing: archived documents that are read again by newer code, one row each time. Reports show the old results until all is done, then the new ones at once.';
COMMENT ON COLUMN report.reprocessing.run_id IS 'Key of its run (report.run_summary).';
COMMENT ON COLUMN report.reprocessing.airflow_run_id IS 'Name of the run in Airflow, DAG reprocess_articles.';
COMMENT ON COLUMN report.reprocessing.from_stage IS 'Where it begins: parse, clean or enrich; all that follows is done again too.';
COMMENT ON COLUMN report.reprocessing.annotator_version IS 'Which annotator version reads the texts.';
COMMENT ON COLUMN report.reprocessing.started_at IS 'When it began (UTC).';
COMMENT ON COLUMN report.reprocessing.document_count IS 'How many documents it reads.';
COMMENT ON COLUMN report.reprocessing.done_count IS 'How many of these are read.';
COMMENT ON COLUMN report.reprocessing.left_count IS 'How many of these are left.';
COMMENT ON COLUMN report.reprocessing.changed_count IS 'How many gave other stories or texts than before; new quotes in the same text are not counted.';
COMMENT ON COLUMN report.reprocessing.elapsed_s IS 'Seconds since it began, or that it took.';
COMMENT ON COLUMN report.reprocessing.left_s IS 'Seconds that the rest will take at its speed so far; NULL before the first document and when all is shown.';
COMMENT ON COLUMN report.reprocessing.switched_at IS 'When reports switched to its results (UTC); NULL before that.';
COMMENT ON COLUMN report.reprocessing.finished_at IS 'When its run ended (UTC); NULL while it runs, or where it was cut off.';
