-- One loader at a time decides clusters; the lock ends with its transaction. The number is the word "cluster" in hex.
SELECT pg_advisory_xact_lock(27988518269773170);
