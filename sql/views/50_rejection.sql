-- Whatever was skipped, and why.
CREATE VIEW report.rejection AS
SELECT
    rejection.rejection_id,
    source.name AS source,
    rejection.stage,
    rejection.reason,
    rejection.detail,
    rejection.reference,
    rejection.first_seen_at,
    rejection.last_seen_at,
    rejection.seen_count,
    rejection.run_id,
    document.archive_file,
    document.archive_offset
FROM news.rejection AS rejection
INNER JOIN news.source AS source ON rejection.source_id = source.source_id
LEFT JOIN news.raw_document AS document ON rejection.raw_document_id = document.raw_document_id;

COMMENT ON VIEW report.rejection IS
'Rejections: documents and articles that were skipped, one row for each with its reason; the same again is counted up.';
COMMENT ON COLUMN report.rejection.rejection_id IS 'Key of the rejection.';
COMMENT ON COLUMN report.rejection.source IS 'Name of the source, as in sources.toml.';
COMMENT ON COLUMN report.rejection.stage IS 'Which stage skipped it: acquire, clean, enrich or load.';
COMMENT ON COLUMN report.rejection.reason IS 'Why, as a word to group by: not_parsable, empty_body, too_large, ...';
COMMENT ON COLUMN report.rejection.detail IS 'Why, in words for people.';
COMMENT ON COLUMN report.rejection.reference IS 'What was skipped: an address, a file, or a guid.';
COMMENT ON COLUMN report.rejection.first_seen_at IS 'When it was skipped first (UTC).';
COMMENT ON COLUMN report.rejection.last_seen_at IS 'When it was skipped last (UTC).';
COMMENT ON COLUMN report.rejection.seen_count IS 'How many times it was skipped.';
COMMENT ON COLUMN report.rejection.run_id IS 'Key of the run that skipped it first (report.run_summary).';
COMMENT ON COLUMN report.rejection.archive_file IS 'WARC file that holds its bytes; NULL where none were received.';
COMMENT ON COLUMN report.rejection.archive_offset IS 'Where its record begins in that file, in bytes.';
