-- Note a server that nobody has asked before.
INSERT INTO news.host (host, day)
VALUES (%(host)s, (clock_timestamp() AT TIME ZONE 'UTC')::date)
ON CONFLICT (host) DO NOTHING;
