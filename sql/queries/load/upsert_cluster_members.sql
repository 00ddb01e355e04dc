-- Put articles into their clusters; a changed member is overwritten. The lists run side by side.
INSERT INTO news.cluster_member (article_id, cluster_id, duplicate_of, relation, similarity)
SELECT
    new.article_id,
    new.cluster_id,
    new.duplicate_of,
    new.relation,
    new.similarity
FROM
    unnest(
        %(article_ids)s::bigint[],
        %(cluster_ids)s::bigint[],
        %(duplicates_of)s::bigint[],
        %(relations)s::text[],
        %(similarities)s::real[]
    ) AS new (article_id, cluster_id, duplicate_of, relation, similarity)
ON CONFLICT (article_id) DO UPDATE
    SET
        cluster_id = excluded.cluster_id,
        duplicate_of = excluded.duplicate_of,
        relation = excluded.relation,
        similarity = excluded.similarity;
