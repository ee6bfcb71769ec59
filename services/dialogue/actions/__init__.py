"""What is done to meetings."""
