-- Keep where the bytes of a document are in the archive; the same bytes of the same delivery are one row.
INSERT INTO news.raw_document (
    source_id, run_id, url, url_key, sha256, byte_count, media_type, http_status, fetched_at, archive_file,
    archive_offset, entry, entry_sha256, parser_version
)
VALUES (
    %(source_id)s, %(run_id)s, %(url)s, %(url_key)s, %(sha256)s, %(byte_count)s, %(media_type)s, %(http_status)s,
    %(fetched_at)s, %(archive_file)s, %(archive_offset)s, %(entry)s, %(entry_sha256)s, %(parser_version)s
)
ON CONFLICT (source_id, url_key, sha256, entry_sha256) DO NOTHING;
