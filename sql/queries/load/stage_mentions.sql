-- Spread the names that were found in these articles' texts over the staging table.
INSERT INTO stage_mention (article_id, start_char, end_char, text, label, canonical, ids, role, field)
SELECT
    wanted.article_id,
    found.start_char,
    found.end_char,
    found.text,
    found.label,
    found.canonical,
    found.ids,
    found.role,
    found.field
FROM unnest(%(article_ids)s::bigint[]) AS wanted (article_id)
CROSS JOIN
    LATERAL (
        SELECT annotation.document
        FROM news.article AS article
        INNER JOIN news.annotation AS annotation ON article.body_sha256 = annotation.body_sha256
        WHERE article.article_id = wanted.article_id AND annotation.annotator_version = %(annotator_version)s
        ORDER BY article.article_id
        LIMIT 1
    ) AS annotation
CROSS JOIN jsonb_to_recordset(annotation.document -> 'entities') AS found (
    start_char integer, end_char integer, text text, label text, canonical text, ids jsonb, role text, field text
);
