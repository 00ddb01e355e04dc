-- Until this transaction ends nobody makes a month, and all that were made are seen whole: for an instant after its
-- maker's commit a month's rows can be known elsewhere (version_key) while the month itself is not yet.
SELECT pg_advisory_xact_lock_shared(hashtextextended('news.add_months', 0));
