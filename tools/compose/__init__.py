"""Renders the compose file of Geneva over two regions, and its mirrors, from the compose file of one region."""
