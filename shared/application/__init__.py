"""One way in for commands: what a service can do, and the one runner that does it. Knows nothing of HTTP but in one file."""
