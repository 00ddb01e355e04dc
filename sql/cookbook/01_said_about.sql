-- What did a person say about somebody or something since the first of the month, each statement once?
SELECT DISTINCT ON (said.statement_id)
    said.dated_at::date AS day,
    said.speaker,
    said.about,
    said.quote,
    said.reach_article_count AS articles
FROM report.quote_mention AS said
WHERE
    said.speaker = 'Tomas Ferreira'
    AND said.about = 'Karsovia'
    AND said.dated_at >= '2026-11-01'
ORDER BY said.statement_id, said.quote_id;
