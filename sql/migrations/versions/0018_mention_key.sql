-- A mention is found by its place in its article, which is unique anyway: an index less for each of twenty an article.
-- Its number stays, for pairs and reports; both ask for it within its article.
ALTER TABLE news.mention
DROP CONSTRAINT mention_pkey,
DROP CONSTRAINT mention_article_id_start_char_end_char_key,
ADD PRIMARY KEY (article_id, start_char, end_char);
