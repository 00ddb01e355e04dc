-- Which articles name a strait and no ferry, best match first?
SELECT
    article.published_at::date AS day,
    article.source,
    article.headline,
    ts_headline(
        'english',
        article.body,
        websearch_to_tsquery('english', 'strait -ferry'),
        'MaxWords=12, MinWords=6, StartSel=«, StopSel=»'
    ) AS excerpt
FROM report.article_search AS search
INNER JOIN report.article AS article ON search.article_id = article.article_id
WHERE search.body_words @@ websearch_to_tsquery('english', 'strait -ferry') AND NOT article.is_copy
ORDER BY ts_rank(search.body_words, websearch_to_tsquery('english', 'strait -ferry')) DESC, article.headline
LIMIT 5;
