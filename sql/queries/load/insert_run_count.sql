-- Add to some of a run's sums; append-only, so that tasks side by side never wait for each other. The lists run side by
-- side.
INSERT INTO news.run_count (run_id, measure, amount)
SELECT
    %(run_id)s,
    new.measure,
    new.amount
FROM unnest(%(measures)s::text[], %(amounts)s::bigint[]) AS new (measure, amount);
