"""Types of rows, made from the tables of each service: a column is said once, and one that is missing is found by the checker."""
