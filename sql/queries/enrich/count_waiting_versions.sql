-- How many versions wait for load, and so at most how many texts for enrich.
SELECT count(*) AS waiting_count
FROM news.story_version
WHERE NOT is_loaded;
