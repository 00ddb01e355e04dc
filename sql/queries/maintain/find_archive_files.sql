-- The files of the archive to which a document points.
SELECT DISTINCT archive_file
FROM news.raw_document
ORDER BY archive_file;
