-- What is applied, in a schema of its own: never dropped with news, never mixed up with Airflow's version table.
CREATE SCHEMA IF NOT EXISTS newswire_migration;

CREATE TABLE IF NOT EXISTS newswire_migration.applied (
    revision text PRIMARY KEY,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS newswire_migration.report_view (
    name text PRIMARY KEY,
    sha256 text NOT NULL
);
COMMENT ON TABLE newswire_migration.report_view IS 'The views made from files: these are dropped and made again.';

CREATE SCHEMA IF NOT EXISTS report;
