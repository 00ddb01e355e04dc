-- Nothing looks for articles by it, and it makes noting an annotation write all indexes of the article anew, the words
-- of its text among them.
DROP INDEX news.article_waiting_idx;
