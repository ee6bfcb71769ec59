"""What can be read of matching."""
