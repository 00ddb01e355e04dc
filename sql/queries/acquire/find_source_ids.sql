-- All sources that the database knows, for a rebuild from the archive.
SELECT
    name,
    source_id
FROM news.source;
