"""One process that has imported everything and forks a child for each role: start and memory are paid once (ADR 15)."""
