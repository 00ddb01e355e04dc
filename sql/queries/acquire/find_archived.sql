-- Where these bytes are in the archive already, whichever source and address they came from; the latest first.
SELECT
    archive_file,
    archive_offset
FROM news.raw_document
WHERE sha256 = %(sha256)s AND byte_count = %(byte_count)s
ORDER BY raw_document_id DESC
LIMIT 1;
