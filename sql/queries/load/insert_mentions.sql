-- Keep the staged mentions.
INSERT INTO news.mention (mention_id, article_id, entity_id, start_char, end_char, text, role, annotator_version)
OVERRIDING SYSTEM VALUE
SELECT
    mention_id,
    article_id,
    entity_id,
    start_char,
    end_char,
    text,
    role,
    %(annotator_version)s
FROM stage_mention
ORDER BY article_id, start_char;
