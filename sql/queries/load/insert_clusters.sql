-- Name clusters before their members are written.
INSERT INTO news.cluster (cluster_id)
SELECT unnest(%(cluster_ids)s::bigint[])
ON CONFLICT (cluster_id) DO NOTHING;
