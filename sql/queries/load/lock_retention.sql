-- Wait until no load builds on what may be deleted, and until names are settled; loads wait in turn, for one batch.
SELECT
    pg_advisory_xact_lock(hashtextextended('news.retention', 0)),
    pg_advisory_xact_lock(hashtext('news.settle_entities'));
