-- Point the documents of an archive file to where its bytes begin in another one.
UPDATE news.raw_document
SET
    archive_file = %(joined_file)s,
    archive_offset = archive_offset + %(base)s
WHERE archive_file = %(archive_file)s;
