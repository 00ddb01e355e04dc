"""Report: the public face in SQL, data checks and the summary of a run."""
