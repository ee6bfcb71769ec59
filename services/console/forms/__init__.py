"""Forms: questions of a body by their JSON pointer, read from what a browser sends and shown again."""
