-- Give the documents of files that were joined their places in the joined one, where each file begins at an offset.
UPDATE news.raw_document AS document
SET
    archive_file = %(file)s,
    archive_offset = part.begins_at + document.archive_offset
FROM unnest(%(names)s::text[], %(begins)s::bigint[]) AS part (name, begins_at)
WHERE document.archive_file = part.name;
