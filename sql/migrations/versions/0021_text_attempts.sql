-- Texts that a task has in hand while it annotates them, and how often one took them in hand. The rows go with the
-- commit of what was found, so what stays behind is of a process that ended on the way, maybe by that very text.
CREATE TABLE news.text_attempt (
    body_sha256 bytea PRIMARY KEY CHECK (length(body_sha256) = 32),
    attempt_count smallint NOT NULL DEFAULT 1 CHECK (attempt_count > 0)
);
