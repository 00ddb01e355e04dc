-- Let this session's commits not wait for the disk: a crash of the server may forget the last second of turns.
SET synchronous_commit = off;
