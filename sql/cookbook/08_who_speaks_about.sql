-- Who speaks about a place, and in how many articles did the most repeated of their statements run?
SELECT
    said.speaker,
    count(DISTINCT said.statement_id) AS statements,
    max(said.reach_article_count) AS most_articles
FROM report.quote_mention AS said
WHERE
    said.about = 'Velmora' AND said.speaker IS NOT NULL
    AND said.dated_at >= '2026-11-01'
GROUP BY said.speaker
ORDER BY statements DESC, said.speaker ASC
LIMIT 10;
