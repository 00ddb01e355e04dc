-- Runs of several DAGs: Airflow's names of runs are its DAG's own.
ALTER TABLE news.run ADD COLUMN dag_id text NOT NULL DEFAULT 'ingest_wire';
ALTER TABLE news.run DROP CONSTRAINT run_airflow_run_id_key;
ALTER TABLE news.run ADD UNIQUE (dag_id, airflow_run_id);
CREATE INDEX run_started_at_idx ON news.run (dag_id, started_at);

-- What a person should know, open until it no longer holds: it is sent when it opens, not each night anew.
-- ``subject`` is what it is about: a source, a task, a check, a DAG.
CREATE TABLE news.alert (
    alert_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('task_failed', 'source_quiet', 'check_failed', 'run_slow', 'archive_damaged')),
    subject text NOT NULL,
    detail text NOT NULL,
    opened_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    closed_at timestamptz,
    CHECK (last_seen_at >= opened_at),
    CHECK (closed_at >= opened_at)
);
CREATE UNIQUE INDEX alert_open_idx ON news.alert (kind, subject) WHERE closed_at IS NULL;

-- A reprocessing: archived documents read again by the code of today. What it finds is kept beside what reports
-- show (annotations are kept by text and annotator version) until all is there; then reports switch, at once.
CREATE TABLE news.reprocess (
    run_id bigint PRIMARY KEY REFERENCES news.run ON DELETE CASCADE,
    from_stage text NOT NULL CHECK (from_stage IN ('parse', 'clean', 'enrich')),
    annotator_version text NOT NULL,
    document_count integer NOT NULL CHECK (document_count >= 0),
    changed_count integer CHECK (changed_count >= 0),
    switched_at timestamptz
);

-- Its work list; empty again after the switch. is_changed: whether parsing and cleaning gave anything else than before.
CREATE TABLE news.reprocess_document (
    run_id bigint NOT NULL REFERENCES news.reprocess ON DELETE CASCADE,
    raw_document_id bigint NOT NULL,
    done_at timestamptz,
    is_changed boolean,
    PRIMARY KEY (run_id, raw_document_id)
);
CREATE INDEX reprocess_document_left_idx ON news.reprocess_document (run_id, raw_document_id) WHERE done_at IS NULL;
