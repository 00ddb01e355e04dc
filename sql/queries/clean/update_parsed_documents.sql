-- Note which parser read these documents, so that no later task claims them.
UPDATE news.raw_document
SET parser_version = %(parser_version)s
WHERE raw_document_id = ANY(%(raw_document_ids)s);
