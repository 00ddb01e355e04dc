-- Who speaks about a place?
SELECT
    said.speaker,
    count(DISTINCT said.statement_id) AS statements,
    max(said.reach_article_count) AS farthest
FROM report.quote_mention AS said
WHERE said.about = 'Velmora' AND said.speaker IS NOT NULL
GROUP BY said.speaker
ORDER BY statements DESC, said.speaker ASC
LIMIT 10;
