-- Note which parser has read the documents of a reprocessing now.
UPDATE news.raw_document AS document
SET parser_version = %(parser_version)s
FROM news.reprocess_document AS work
WHERE
    work.run_id = %(run_id)s
    AND work.raw_document_id = document.raw_document_id
    AND document.parser_version IS DISTINCT FROM %(parser_version)s;
