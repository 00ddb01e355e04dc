-- What all fetchers, on whatever machine, know of a server: its robots.txt and when it may be asked again.
-- ``delay_s`` is NULL where neither robots.txt nor a person states one; ``day_count`` counts the requests of ``day``.
CREATE TABLE news.host (
    host text PRIMARY KEY,
    robots_txt text,
    robots_fetched_at timestamptz,
    robots_status smallint,
    not_before timestamptz,
    delay_s real CHECK (delay_s >= 0),
    day date NOT NULL,
    day_count integer NOT NULL DEFAULT 0 CHECK (day_count >= 0),
    daily_cap integer NOT NULL DEFAULT 5000 CHECK (daily_cap > 0),
    CHECK ((robots_fetched_at IS NULL) = (robots_status IS NULL))
);

ALTER TABLE news.source
ADD COLUMN next_poll_at timestamptz,
ADD COLUMN failure_count integer NOT NULL DEFAULT 0 CHECK (failure_count >= 0),
ADD COLUMN poll_interval_s integer CHECK (poll_interval_s > 0);
