"""Who may do what: actors, actions, resources, and the one policy function."""
