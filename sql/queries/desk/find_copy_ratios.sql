-- How much of a text its copies have kept, and whether corrections have reached them.
SELECT
    copied.article_id,
    copied.kept_ratio,
    copied.has_correction
FROM report.syndication AS copied
WHERE copied.cluster_id = %(cluster_id)s;
