-- Which of these documents gave a story.
SELECT DISTINCT version.raw_document_id
FROM news.story_version AS version
WHERE version.raw_document_id = ANY(%(raw_document_ids)s::bigint[]);
