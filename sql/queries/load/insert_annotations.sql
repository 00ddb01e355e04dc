-- Keep the staged annotations; a text that another task annotated meanwhile has the same one.
INSERT INTO news.annotation (body_sha256, annotator_version, document)
SELECT
    body_sha256,
    annotator_version,
    document
FROM stage_annotation
ORDER BY body_sha256
ON CONFLICT (body_sha256, annotator_version) DO NOTHING;
