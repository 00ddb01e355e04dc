-- Wait until no other migrator works on this database; the end of the transaction frees the lock.
SELECT pg_advisory_xact_lock(hashtextextended('newswire_migration', 0));
