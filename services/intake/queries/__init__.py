"""What can be read of intake."""
