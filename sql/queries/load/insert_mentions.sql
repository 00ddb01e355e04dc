-- Keep the staged mentions, each joined to its entity.
INSERT INTO news.mention (article_id, entity_id, start_char, end_char, text, role, annotator_version)
SELECT
    stage.article_id,
    named.entity_id,
    stage.start_char,
    stage.end_char,
    stage.text,
    stage.role,
    %(annotator_version)s
FROM stage_mention AS stage
INNER JOIN stage_name AS named
    ON
        stage.canonical = named.canonical AND stage.label = named.label
        AND stage.field IS NOT DISTINCT FROM named.field
ORDER BY stage.article_id, stage.start_char;
