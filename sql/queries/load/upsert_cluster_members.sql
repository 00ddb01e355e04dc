-- Put articles into their clusters; a changed member is overwritten. The lists run side by side.
INSERT INTO news.cluster_member (
    article_id, cluster_id, duplicate_of, relation, similarity, kept_ratio, own_ratio, numbers_ratio,
    shared_sentence_count, basis
)
SELECT
    new.article_id,
    new.cluster_id,
    new.duplicate_of,
    new.relation,
    new.similarity,
    new.kept_ratio,
    new.own_ratio,
    new.numbers_ratio,
    new.shared_sentence_count,
    new.basis
FROM
    unnest(
        %(article_ids)s::bigint[],
        %(cluster_ids)s::bigint[],
        %(duplicates_of)s::bigint[],
        %(relations)s::text[],
        %(similarities)s::real[],
        %(kept_ratios)s::real[],
        %(own_ratios)s::real[],
        %(numbers_ratios)s::real[],
        %(shared_sentence_counts)s::integer[],
        %(bases)s::text[]
    ) AS new (
        article_id, cluster_id, duplicate_of, relation, similarity, kept_ratio, own_ratio, numbers_ratio,
        shared_sentence_count, basis
    )
ON CONFLICT (article_id) DO UPDATE
    SET
        cluster_id = excluded.cluster_id,
        duplicate_of = excluded.duplicate_of,
        relation = excluded.relation,
        similarity = excluded.similarity,
        kept_ratio = excluded.kept_ratio,
        own_ratio = excluded.own_ratio,
        numbers_ratio = excluded.numbers_ratio,
        shared_sentence_count = excluded.shared_sentence_count,
        basis = excluded.basis;
