-- Let the planner know how the tables look now; after a large load it guesses wrong without.
ANALYZE;
