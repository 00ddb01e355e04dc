-- The ids of the versions, and so of the articles, that the data checks look at: the connection's own, empty.
CREATE TEMPORARY TABLE IF NOT EXISTS checked (article_id bigint PRIMARY KEY) ON COMMIT DELETE ROWS;
