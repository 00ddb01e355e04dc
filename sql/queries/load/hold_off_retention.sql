-- Until this transaction ends no retention takes away what it builds on: stories, clusters, entities.
SELECT pg_advisory_xact_lock_shared(hashtextextended('news.retention', 0));
