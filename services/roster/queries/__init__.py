"""What can be read of the roster."""
