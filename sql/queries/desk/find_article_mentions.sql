-- Where an article has names.
SELECT
    mention.mention_id,
    mention.entity_id,
    mention.entity,
    mention.label,
    mention.role,
    mention.start_char,
    mention.end_char
FROM report.mention AS mention
WHERE mention.article_id = %(article_id)s
ORDER BY mention.start_char, mention.end_char;
