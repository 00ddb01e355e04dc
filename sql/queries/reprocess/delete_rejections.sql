-- Forget why these documents were skipped; reading them anew says so again where it still holds.
DELETE FROM news.rejection
WHERE raw_document_id = ANY(%(raw_document_ids)s::bigint[]) AND stage IN ('acquire', 'clean');
