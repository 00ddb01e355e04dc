-- Add to one of a run's sums; append-only, so that tasks side by side never wait for each other.
INSERT INTO news.run_count (run_id, measure, amount)
VALUES (%(run_id)s, %(measure)s, %(amount)s);
