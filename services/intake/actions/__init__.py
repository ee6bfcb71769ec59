"""One use case per file; each takes the unit of work's parts as parameters and commits nothing."""
